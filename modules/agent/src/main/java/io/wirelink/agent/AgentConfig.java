package io.wirelink.agent;

import io.wirelink.device.PublicKey;
import io.wirelink.trust.TrustLevel;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How an agent shall behave, checked and complete.
 *
 * @param router whether this host is a router; null to find out from its peers
 * @param port the UDP port of all agents of the mesh, 1 to 65535; null for the WireGuard listen
 *     port + 1
 * @param chatty whether all facts are told to every peer, not only to routers and the like
 * @param interfaces whose addresses are told to others
 * @param portMapping whether gateways are asked to map a port to this host
 * @param presharedKeys whether preshared keys are agreed upon with other agents
 * @param peers what is configured for peers and for this host itself, in the order of the file
 */
public record AgentConfig(
    @Nullable Boolean router,
    @Nullable Integer port,
    boolean chatty,
    InterfaceFilter interfaces,
    PortMappingMode portMapping,
    PresharedKeyMode presharedKeys,
    Map<PublicKey, PeerConfig> peers) {

  private static final int MAX_PORT = 65535;

  /** What an agent without any configuration does. */
  public static final AgentConfig DEFAULT =
      new AgentConfig(null, null, false, InterfaceFilter.ALL, Map.of());

  /** One that asks gateways where that is of use, and agrees on preshared keys. */
  public AgentConfig(
      @Nullable Boolean router,
      @Nullable Integer port,
      boolean chatty,
      InterfaceFilter interfaces,
      Map<PublicKey, PeerConfig> peers) {
    this(router, port, chatty, interfaces, PortMappingMode.AUTO, peers);
  }

  /** One that agrees on preshared keys. */
  public AgentConfig(
      @Nullable Boolean router,
      @Nullable Integer port,
      boolean chatty,
      InterfaceFilter interfaces,
      PortMappingMode portMapping,
      Map<PublicKey, PeerConfig> peers) {
    this(router, port, chatty, interfaces, portMapping, PresharedKeyMode.AUTO, peers);
  }

  /** Keeps a copy of the peers in their order. */
  public AgentConfig {
    peers = Collections.unmodifiableMap(new LinkedHashMap<>(peers));
  }

  /** The same, with preshared keys agreed upon or not. */
  public AgentConfig withPresharedKeys(PresharedKeyMode mode) {
    return new AgentConfig(router, port, chatty, interfaces, portMapping, mode, peers);
  }

  /**
   * The UDP port of all agents of the mesh.
   *
   * @param listenPort that of WireGuard; the port above the highest is the one below
   */
  public int portBeside(int listenPort) {
    int beside = listenPort == MAX_PORT ? listenPort - 1 : listenPort + 1;
    return port == null ? beside : port;
  }

  /**
   * The same for hosts that have other keys now. What is configured for the key that a host has
   * counts before what is for one that it had.
   *
   * @param successors the key that a host has, by one that it had
   */
  AgentConfig following(Map<PublicKey, PublicKey> successors) {
    Map<PublicKey, PeerConfig> now = new LinkedHashMap<>();
    peers.forEach(
        (key, peer) -> {
          PublicKey latest = successors.getOrDefault(key, key);
          if (latest.equals(key) || !peers.containsKey(latest)) {
            now.put(latest, peer);
          }
        });
    return new AgentConfig(router, port, chatty, interfaces, portMapping, presharedKeys, now);
  }

  /** The peers for which a trust level is configured. */
  Map<PublicKey, TrustLevel> trustLevels() {
    Map<PublicKey, TrustLevel> levels = new LinkedHashMap<>();
    peers.forEach(
        (key, peer) -> {
          if (peer.trust() != null) {
            levels.put(key, peer.trust());
          }
        });
    return levels;
  }
}
