package io.wirelink.agent;

import io.wirelink.device.Cidr;
import io.wirelink.device.DeviceState;
import io.wirelink.device.Endpoint;
import io.wirelink.device.HostInterface;
import io.wirelink.device.InterfaceAddress;
import io.wirelink.device.IpAddress;
import io.wirelink.device.PeerState;
import io.wirelink.device.PublicKey;
import io.wirelink.fact.Fact;
import io.wirelink.fact.FactValue;
import io.wirelink.fact.MemberMetadata;
import io.wirelink.fact.NatBehavior;
import io.wirelink.portmap.MappingStatus;
import io.wirelink.trust.TrustLevel;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What a host knows by itself, from its device, its addresses and its configuration
 * (docs/protocol.md, "Local facts").
 *
 * @param config the configuration
 * @param router whether this host is a router
 * @param selfTrust how far the configuration trusts this host itself
 * @param invited the names of those who came by invitation
 */
record LocalFacts(
    AgentConfig config, boolean router, TrustLevel selfTrust, Map<PublicKey, String> invited) {

  private static final PeerConfig UNCONFIGURED =
      new PeerConfig("", null, false, List.of(), List.of(), false);

  LocalFacts(AgentConfig config, boolean router, TrustLevel selfTrust) {
    this(config, router, selfTrust, Map.of());
  }

  /**
   * What this host says of itself.
   *
   * @param mapped what the gateways of this host lead to it
   * @param nat how the NAT before it behaves, which a leaf tells if that is in others' way, as it
   *     is unless a gateway leads them through
   * @param oneOfSeveral whether another router leads to something as well, and so may get the
   *     network that this one's own address is in
   */
  Set<Fact> aboutSelf(
      PublicKey self,
      DeviceState device,
      List<HostInterface> interfaces,
      List<MappingStatus.Mapped> mapped,
      NatBehavior nat,
      boolean oneOfSeveral) {
    Set<Fact> facts = new LinkedHashSet<>();
    PeerConfig own = config.peers().get(self);
    if (own != null) {
      addConfigured(self, own, NatBehavior.UNKNOWN, facts);
    }
    for (HostInterface each : interfaces) {
      if (each.name().equals(device.name())) {
        if (router && (own == null || own.allowedIps().isEmpty())) {
          addTunnel(self, each, Cidr::masked, facts);
        }
        if (router && oneOfSeveral) {
          addTunnel(self, each, address -> Cidr.host(address.address()), facts);
        }
      } else if (each.up() && config.interfaces().passes(each.name()) && device.listenPort() != 0) {
        addEndpoints(self, each, device.listenPort(), facts);
        addMapped(self, each, mapped, facts);
      }
    }
    if (!router && nat.isTold() && facts.stream().noneMatch(LocalFacts::isPublicV4)) {
      facts.add(Fact.member(self, MemberMetadata.EMPTY.with(nat)));
    }
    return facts;
  }

  /** Whether it says where anybody reaches a host, whatever NAT stands before it. */
  static boolean isPublicV4(Fact fact) {
    return fact.value() instanceof FactValue.AtEndpoint(Endpoint endpoint)
        && endpoint.address().family() == IpAddress.Family.V4
        && !endpoint.address().isPrivate();
  }

  private static void addTunnel(
      PublicKey self, HostInterface tunnel, UnaryOperator<Cidr> what, Set<Fact> facts) {
    tunnel.addresses().stream()
        .map(InterfaceAddress::cidr)
        .filter(cidr -> isTellable(cidr.address()))
        .forEach(cidr -> facts.add(Fact.allowedCidr(self, what.apply(cidr))));
  }

  private static void addEndpoints(PublicKey self, HostInterface each, int port, Set<Fact> facts) {
    for (InterfaceAddress address : each.addresses()) {
      IpAddress ip = address.cidr().address();
      if (address.usable() && isTellable(ip)) {
        facts.add(Fact.endpoint(self, new Endpoint(ip, port)));
      }
    }
  }

  /** A gateway gives away where an interface is reached, so one that is hidden has none. */
  private static void addMapped(
      PublicKey self, HostInterface each, List<MappingStatus.Mapped> mapped, Set<Fact> facts) {
    for (MappingStatus.Mapped mapping : mapped) {
      IpAddress local = mapping.gateway().local();
      boolean here = each.addresses().stream().anyMatch(a -> a.cidr().address().equals(local));
      if (here && isTellable(mapping.external().address())) {
        facts.add(Fact.endpoint(self, mapping.external()));
      }
    }
  }

  /**
   * What this host says of a peer.
   *
   * @param state what the device says of it; null if it is not there
   * @param healthy whether its handshake is
   * @param reachable whether it is healthy or alive, so that its configured endpoints need not be
   *     told
   * @param resolved the addresses of its configured endpoints
   * @param nat what the peer says of the NAT before it, which is told on
   */
  Set<Fact> aboutPeer(
      PublicKey peer,
      @Nullable PeerState state,
      boolean healthy,
      boolean reachable,
      Collection<Endpoint> resolved,
      NatBehavior nat) {
    Set<Fact> facts = new LinkedHashSet<>();
    if (state != null) {
      addObserved(peer, state, healthy, nat, facts);
    }
    PeerConfig configured = config.peers().get(peer);
    if (configured != null) {
      addConfigured(peer, configured, nat, facts);
      if (!reachable) {
        resolved.stream()
            .filter(endpoint -> isTellable(endpoint.address()))
            .forEach(endpoint -> facts.add(Fact.endpoint(peer, endpoint)));
      }
    }
    return facts;
  }

  private void addObserved(
      PublicKey peer, PeerState state, boolean healthy, NatBehavior nat, Set<Fact> facts) {
    Endpoint endpoint = state.endpoint();
    // A link-local endpoint means nothing where its scope is not known.
    if (healthy && endpoint != null && isTellable(endpoint.address())) {
      facts.add(Fact.endpoint(peer, new Endpoint(endpoint.address(), endpoint.port())));
    }
    if (router || selfTrust.atLeast(TrustLevel.ALLOWED_IPS)) {
      for (Cidr cidr : state.allowedIps()) {
        if (!cidr.address().isLinkLocal() && !cidr.address().isIpv4Mapped()) {
          facts.add(Fact.allowedCidr(peer, cidr));
        }
      }
    }
    boolean configured = config.peers().containsKey(peer);
    if (!configured && (router || selfTrust.atLeast(TrustLevel.MEMBERSHIP))) {
      String name = invited.get(peer);
      MemberMetadata named =
          name == null ? MemberMetadata.EMPTY : MemberMetadata.EMPTY.with(name, false);
      facts.add(Fact.member(peer, named.with(nat)));
    }
  }

  private static void addConfigured(
      PublicKey key, PeerConfig configured, NatBehavior nat, Set<Fact> facts) {
    facts.add(
        Fact.member(
            key, MemberMetadata.EMPTY.with(configured.name(), configured.basic()).with(nat)));
    configured.allowedIps().stream()
        .filter(cidr -> !cidr.address().isIpv4Mapped() && !cidr.address().isLinkLocal())
        .forEach(cidr -> facts.add(Fact.allowedCidr(key, cidr.masked())));
  }

  /** Whether an address means something to other hosts. */
  static boolean isTellable(IpAddress address) {
    return address.isGlobalUnicast() && !address.isIpv4Mapped();
  }

  /** What the configuration says of a key; nothing, if it does not name it. */
  static PeerConfig configOf(AgentConfig config, PublicKey key) {
    return config.peers().getOrDefault(key, UNCONFIGURED);
  }
}
