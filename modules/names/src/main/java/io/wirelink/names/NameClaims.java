package io.wirelink.names;

import io.wirelink.agent.AgentView;
import io.wirelink.device.Cidr;
import io.wirelink.device.IpAddress;
import io.wirelink.device.PublicKey;
import io.wirelink.fact.FactValue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What hosts are said to be called, and where they are: what an agent believes, and what its device
 * has.
 *
 * <p>A host is where a single address is routed to it. That may also be the address of something
 * behind it, so addresses in the networks of the tunnel count before others. A host of which no
 * routed address is known is at its link-local one, which means something to those programs only
 * that are told the interface with it.
 */
final class NameClaims {
  private final AgentView view;
  private final Collection<Cidr> own;
  private final Map<PublicKey, Set<IpAddress>> addresses = new HashMap<>();

  private NameClaims(AgentView view, Collection<Cidr> own) {
    this.view = view;
    this.own = own;
  }

  /**
   * What is claimed, one claim for each host that is called anything.
   *
   * @param view what the agent knows
   * @param configured the names that this host's configuration gives
   * @param own the addresses of the tunnel's interface with their networks
   */
  static List<NameClaim> of(
      AgentView view, Map<PublicKey, String> configured, Collection<Cidr> own) {
    NameClaims claims = new NameClaims(view, own);
    claims.gather();
    List<NameClaim> all = new ArrayList<>();
    view.names()
        .forEach(
            (key, name) ->
                all.add(
                    new NameClaim(
                        key, name, name.equals(configured.get(key)), claims.addressesOf(key))));
    return all;
  }

  private void gather() {
    for (AgentView.KnownFact known : view.facts()) {
      if (known.fact().value() instanceof FactValue.AllowedCidr(Cidr cidr)) {
        add(known.fact().subject(), cidr);
      }
    }
    for (AgentView.KnownPeer peer : view.peers()) {
      peer.allowedIps().forEach(cidr -> add(peer.key(), cidr));
    }
  }

  private void add(PublicKey key, Cidr cidr) {
    if (cidr.isHost() && !cidr.address().isIpv4Mapped()) {
      addresses.computeIfAbsent(key, any -> new LinkedHashSet<>()).add(cidr.address());
    }
  }

  private Set<IpAddress> addressesOf(PublicKey key) {
    Set<IpAddress> known =
        key.equals(view.self())
            ? set(own.stream().map(Cidr::address))
            : addresses.getOrDefault(key, Set.of());
    Set<IpAddress> routed = set(known.stream().filter(IpAddress::isGlobalUnicast));
    if (routed.isEmpty()) {
      return set(known.stream().filter(key.linkLocalAddress()::equals));
    }
    Set<IpAddress> inTunnel =
        set(
            routed.stream()
                .filter(
                    address ->
                        own.stream().anyMatch(net -> !net.isHost() && net.contains(address))));
    return inTunnel.isEmpty() ? routed : inTunnel;
  }

  private static Set<IpAddress> set(Stream<IpAddress> addresses) {
    return addresses.collect(LinkedHashSet::new, Set::add, Set::addAll);
  }
}
