package io.wirelink.agent;

import io.wirelink.device.Endpoint;
import io.wirelink.device.IpAddress;
import io.wirelink.device.PublicKey;
import io.wirelink.fact.FactStore;
import io.wirelink.fact.FactValue;
import io.wirelink.fact.Source;
import io.wirelink.fact.StoredFact;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;

/** Where peers may be reached by what anybody knows, and what speaks for it. */
final class EndpointSources {

  private final FactStore store;
  private final Peers peers;
  private final Routers routers;
  private final Map<String, List<IpAddress>> resolved = new HashMap<>();

  EndpointSources(FactStore store, Peers peers, Routers routers) {
    this.store = store;
    this.peers = peers;
    this.routers = routers;
  }

  /**
   * Keeps what a name resolved to; an answer without addresses does not replace one that had some.
   */
  void setResolved(String host, List<IpAddress> addresses) {
    if (!addresses.isEmpty()) {
      resolved.put(host, addresses);
    }
  }

  /** All endpoints of the peer that anybody knows, each with the best that speaks for it. */
  Map<Endpoint, EndpointOrigin> known(Peer peer, AgentConfig config) {
    Map<Endpoint, EndpointOrigin> known = new LinkedHashMap<>();
    if (peer.tries().workedLast() != null) {
      known.put(peer.tries().workedLast(), EndpointOrigin.WORKED);
    }
    if (peer.tries().found() != null) {
      known.putIfAbsent(peer.tries().found(), EndpointOrigin.FOUND);
    }
    peer.tries().remembered().forEach(e -> known.putIfAbsent(e, EndpointOrigin.REMEMBERED));
    configured(peer.key(), config).forEach(e -> known.putIfAbsent(e, EndpointOrigin.CONFIGURED));
    for (StoredFact stored : store.about(peer.key())) {
      if (stored.fact().value() instanceof FactValue.AtEndpoint(Endpoint endpoint)) {
        known.putIfAbsent(endpoint, originOf(stored, peer.key()));
      }
    }
    return known;
  }

  private EndpointOrigin originOf(StoredFact stored, PublicKey subject) {
    if (stored.isRemembered()) {
      return EndpointOrigin.REMEMBERED;
    }
    Source.Peer by = stored.peer();
    if (by == null) {
      return EndpointOrigin.CONFIGURED;
    }
    if (by.key().equals(subject)) {
      return EndpointOrigin.OWN_WORD;
    }
    return routers.isRouter(by.key()) ? EndpointOrigin.ROUTER : EndpointOrigin.THIRD_PARTY;
  }

  /** The endpoints that the configuration gives to the peer, as far as their names are resolved. */
  List<Endpoint> configured(PublicKey key, AgentConfig config) {
    List<Endpoint> endpoints = new ArrayList<>();
    for (HostPort each : LocalFacts.configOf(config, key).endpoints()) {
      for (IpAddress address : resolved.getOrDefault(each.host(), List.of())) {
        endpoints.add(new Endpoint(address, each.port()));
      }
    }
    return endpoints;
  }

  /** The addresses of endpoints that work from here. */
  NavigableSet<IpAddress> reachableAddresses() {
    return peers.reached().all();
  }

  /** Notes that a peer may be reached now or not any more, or elsewhere. */
  void changed(Peer peer) {
    peers.reached().changed(peer);
  }
}
