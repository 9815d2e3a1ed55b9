package io.wirelink.agent;

import io.wirelink.device.DeviceState;
import io.wirelink.device.Endpoint;
import io.wirelink.device.HostInterface;
import io.wirelink.device.InterfaceAddress;
import io.wirelink.device.IpAddress;
import io.wirelink.device.PeerState;
import io.wirelink.fact.FactValue;
import io.wirelink.fact.Source;
import io.wirelink.fact.StoredFact;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Where this host is by what it knows itself: its addresses, and what its gateways lead to it.
 *
 * @param mesh what the agent knows
 */
record OwnEndpoints(Mesh mesh) {

  /** Where this host tells others that it is. */
  Set<Endpoint> told() {
    Set<Endpoint> told = new LinkedHashSet<>();
    for (StoredFact stored : mesh.store().about(mesh.self())) {
      if (stored.source().equals(Source.LOCAL)
          && stored.fact().value() instanceof FactValue.AtEndpoint(Endpoint endpoint)) {
        told.add(endpoint);
      }
    }
    return told;
  }

  /** In which address families this host tells others where anybody reaches it. */
  Set<IpAddress.Family> reachable() {
    return told().stream()
        .map(Endpoint::address)
        .filter(address -> !address.isPrivate())
        .map(IpAddress::family)
        .collect(Collectors.toSet());
  }

  /**
   * Where a peer sees it that says nothing of it, and so sees it where it says itself that it is:
   * in private if it is there itself, or else at an address of its own in public or at the port of
   * a gateway, if there is any.
   */
  Optional<Endpoint> seenBy(Peer peer) {
    PeerState state = peer.state();
    if (state == null || state.endpoint() == null) {
      return Optional.empty();
    }
    IpAddress from = state.endpoint().address();
    Set<Endpoint> all = told();
    addresses().forEach(address -> all.add(new Endpoint(address, port())));
    return all.stream()
        .filter(each -> each.address().family() == from.family())
        .min(
            Comparator.comparing((Endpoint each) -> each.address().isPrivate() != from.isPrivate())
                .thenComparing(each -> !addresses().contains(each.address()))
                .thenComparing(Comparator.naturalOrder()));
  }

  /** The WireGuard port; 0 if there is no device. */
  int port() {
    DeviceState device = mesh.device();
    return device == null ? 0 : device.listenPort();
  }

  /** The addresses that packets to peers may come from. */
  Set<IpAddress> addresses() {
    DeviceState device = mesh.device();
    String tunnel = device == null ? "" : device.name();
    return mesh.interfaces().stream()
        .filter(each -> each.up() && !each.name().equals(tunnel))
        .map(HostInterface::addresses)
        .flatMap(List::stream)
        .filter(InterfaceAddress::usable)
        .map(address -> address.cidr().address())
        .filter(IpAddress::isGlobalUnicast)
        .collect(Collectors.toSet());
  }
}
