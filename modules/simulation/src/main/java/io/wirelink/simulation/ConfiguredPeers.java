package io.wirelink.simulation;

import io.wirelink.agent.AgentConfig;
import io.wirelink.agent.HostPort;
import io.wirelink.agent.PeerConfig;
import io.wirelink.device.Cidr;
import io.wirelink.device.PublicKey;
import io.wirelink.trust.TrustLevel;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the agents' configurations say of the hosts of a mesh, the host itself among them. */
public enum ConfiguredPeers {
  /** Nothing: an agent knows what the device says. */
  NONE,
  /** The names of all, and where routers are reached. */
  NAMED,
  /** That, and which networks are routed to whom. */
  COMPLETE,
  /** That, and that routers are trusted with who is a member: each says itself where it leads. */
  TRUSTED;

  /** Whether all believe what each router says that it leads to. */
  boolean saysWhatRoutersLeadTo() {
    return this == COMPLETE || this == TRUSTED;
  }

  /**
   * The configuration of a host's agent.
   *
   * @param own what is configured for it otherwise; that wins
   */
  AgentConfig config(HostPlan host, Collection<HostPlan> all, AgentConfig own) {
    Map<PublicKey, PeerConfig> peers = new LinkedHashMap<>();
    if (this != NONE) {
      all.forEach(each -> peers.put(each.publicKey(), peer(each, host)));
    }
    if (host.router() && !host.networksBehind().isEmpty() && (this == NONE || this == NAMED)) {
      // Networks that are not the tunnel's own are told only by who is configured to.
      peers.put(host.publicKey(), COMPLETE.peer(host, host));
    }
    // Who knows a network of another router would take itself for a leaf.
    Boolean router =
        own.router() == null && host.router() && !peers.isEmpty() ? Boolean.TRUE : own.router();
    peers.putAll(own.peers());
    return new AgentConfig(
        router,
        own.port(),
        own.chatty(),
        own.interfaces(),
        own.portMapping(),
        own.presharedKeys(),
        peers);
  }

  private PeerConfig peer(HostPlan host, HostPlan at) {
    List<HostPort> endpoints =
        host.router() ? List.of(HostPort.parse(host.publicEndpoint().toString())) : List.of();
    Set<Cidr> networks = this == NAMED ? new LinkedHashSet<>() : host.networks();
    if (at.router() && !at.equals(host)) {
      // What a router leads to itself it does not send to another.
      networks.removeAll(at.networks());
    }
    TrustLevel trust = this == TRUSTED && host.router() ? TrustLevel.MEMBERSHIP : null;
    return new PeerConfig(host.name(), trust, false, endpoints, List.copyOf(networks), false);
  }
}
