package io.wirelink.config;

import io.wirelink.agent.HostPort;
import io.wirelink.agent.PeerConfig;
import io.wirelink.device.Cidr;
import io.wirelink.device.DeviceState;
import io.wirelink.device.Endpoint;
import io.wirelink.device.PeerState;
import io.wirelink.device.PublicKey;
import io.wirelink.trust.TrustLevel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the hosts of a mesh, this one included, gathered from several sources in the
 * form of static configuration. Of a thing that there is but one of, what was added first counts;
 * networks and endpoints come together in the order in which they were added.
 */
public final class KnownPeers {
  private static final PeerConfig NOTHING =
      new PeerConfig("", null, false, List.of(), List.of(), false);

  private final Map<PublicKey, PeerConfig> peers = new LinkedHashMap<>();

  /** All hosts that something is known of, in the order in which they were added. */
  public Map<PublicKey, PeerConfig> peers() {
    return peers;
  }

  /** What is known of a host; nothing, in a form that is easy to use, of a stranger. */
  PeerConfig of(PublicKey key) {
    return peers.getOrDefault(key, NOTHING);
  }

  /** Adds what a configuration says. */
  public KnownPeers addConfigured(Map<PublicKey, PeerConfig> configured) {
    configured.forEach(this::add);
    return this;
  }

  /** Adds the peers of a device, with where it sends to and what it routes. */
  KnownPeers addDevice(DeviceState device) {
    for (PeerState peer : device.peers().values()) {
      Endpoint endpoint = peer.endpoint();
      List<HostPort> endpoints =
          endpoint == null || !isTellable(endpoint) ? List.of() : List.of(hostPort(endpoint));
      add(peer.publicKey(), endpoints, peer.allowedIps().stream().sorted().toList());
    }
    return this;
  }

  /** Adds addresses and networks of a host. */
  void add(PublicKey key, List<HostPort> endpoints, List<Cidr> allowedIps) {
    List<Cidr> networks = allowedIps.stream().filter(KnownPeers::isTellable).toList();
    add(key, new PeerConfig("", null, false, endpoints, networks, false));
  }

  /**
   * Adds what an agent believes.
   *
   * @param facts the facts as an agent answers them (docs/control.md); what is not understood is
   *     left out
   */
  public KnownPeers addFacts(List<?> facts) {
    for (Object each : facts) {
      if (each instanceof Map<?, ?> fact
          && fact.get("subject") instanceof Map<?, ?> subject
          && subject.get("key") instanceof String key) {
        try {
          addFact(PublicKey.parse(key), String.valueOf(fact.get("attribute")), fact.get("value"));
        } catch (IllegalArgumentException e) {
          // The agent may be of a later version, and say what nobody can write down here.
        }
      }
    }
    return this;
  }

  private void addFact(PublicKey subject, String attribute, @Nullable Object value) {
    PeerConfig said =
        switch (attribute) {
          case "EndpointV4", "EndpointV6" -> {
            Endpoint endpoint = Endpoint.parse(String.valueOf(value));
            yield isTellable(endpoint)
                ? new PeerConfig("", null, false, List.of(hostPort(endpoint)), List.of(), false)
                : NOTHING;
          }
          case "AllowedCidrV4", "AllowedCidrV6" -> {
            Cidr network = Cidr.parse(String.valueOf(value)).masked();
            yield isTellable(network)
                ? new PeerConfig("", null, false, List.of(), List.of(network), false)
                : NOTHING;
          }
          case "MemberMetadata" -> member(value);
          default -> NOTHING;
        };
    add(subject, said);
  }

  private static PeerConfig member(@Nullable Object value) {
    if (!(value instanceof Map<?, ?> metadata)) {
      return NOTHING;
    }
    String name = metadata.get("name") instanceof String text ? text : "";
    boolean basic = Boolean.TRUE.equals(metadata.get("basic"));
    return new PeerConfig(name, null, false, List.of(), List.of(), basic);
  }

  private void add(PublicKey key, PeerConfig more) {
    peers.merge(key, more, KnownPeers::merge);
  }

  private static PeerConfig merge(PeerConfig first, PeerConfig second) {
    TrustLevel trust = first.trust();
    return new PeerConfig(
        first.name().isEmpty() ? second.name() : first.name(),
        trust == null ? second.trust() : trust,
        first.factExchanger() || second.factExchanger(),
        joined(first.endpoints(), second.endpoints()),
        joined(first.allowedIps(), second.allowedIps()),
        first.basic() || second.basic());
  }

  private static <T> List<T> joined(List<T> first, List<T> second) {
    Set<T> all = new LinkedHashSet<>(first);
    all.addAll(second);
    return new ArrayList<>(all);
  }

  /** Whether other hosts can use an endpoint. */
  private static boolean isTellable(Endpoint endpoint) {
    return endpoint.address().isGlobalUnicast() && endpoint.port() != 0;
  }

  /** Agents find out by themselves what their addresses in the tunnel are. */
  private static boolean isTellable(Cidr network) {
    return !network.address().isLinkLocal();
  }

  /** An endpoint as a configuration writes it. */
  static HostPort hostPort(Endpoint endpoint) {
    return new HostPort(endpoint.address().toString(), endpoint.port());
  }
}
