package io.wirelink.agent;

import io.wirelink.agent.EndpointChoice.Candidate;
import io.wirelink.device.DeviceState;
import io.wirelink.device.Endpoint;
import io.wirelink.device.IpAddress;
import io.wirelink.device.PeerState;
import io.wirelink.device.PublicKey;
import io.wirelink.fact.FactValue;
import io.wirelink.fact.StoredFact;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The endpoints in the story of a peer: those that facts give, and others that are known or were
 * tried.
 *
 * @param candidates those that may be tried, and what speaks for each
 * @param sameSite whether the peer is seen where this host is
 */
record KnownEndpoints(
    PeerStoryBuilder story,
    PublicKey key,
    @Nullable Peer peer,
    Map<Endpoint, Candidate> candidates,
    boolean sameSite,
    long nowNanos) {

  static KnownEndpoints of(
      PeerStoryBuilder story, PublicKey key, @Nullable Peer peer, long nowNanos) {
    List<Candidate> ranked = peer == null ? List.of() : story.search().candidates(peer, nowNanos);
    Map<Endpoint, Candidate> candidates = new LinkedHashMap<>();
    ranked.forEach(each -> candidates.put(each.endpoint(), each));
    boolean sameSite = story.search().isSameSite(ranked, nowNanos);
    return new KnownEndpoints(story, key, peer, candidates, sameSite, nowNanos);
  }

  /** All of them: first those that can be tried, then the others. */
  List<KnownEndpoint> all() {
    Map<Endpoint, @Nullable StoredFact> given = new LinkedHashMap<>();
    for (StoredFact stored : story.mesh().store().about(key)) {
      if (stored.fact().value() instanceof FactValue.AtEndpoint(Endpoint endpoint)) {
        given.put(endpoint, stored);
      }
    }
    candidates.keySet().forEach(endpoint -> given.putIfAbsent(endpoint, null));
    if (peer != null) {
      peer.history().triedEndpoints().forEach(endpoint -> given.putIfAbsent(endpoint, null));
      PeerState state = peer.state();
      if (state != null && state.endpoint() != null) {
        given.putIfAbsent(state.endpoint(), null);
      }
    }
    List<KnownEndpoint> endpoints = new ArrayList<>();
    given.forEach((endpoint, stored) -> endpoints.add(known(endpoint, stored)));
    endpoints.sort(Comparator.comparing(KnownEndpoint::use).thenComparing(KnownEndpoint::endpoint));
    return endpoints;
  }

  private KnownEndpoint known(Endpoint endpoint, @Nullable StoredFact stored) {
    PeerState state = peer == null ? null : peer.state();
    PeerHistory.Tries tries = peer == null ? null : peer.history().triesOf(endpoint);
    boolean current = state != null && endpoint.equals(state.endpoint());
    Candidate candidate = candidates.get(endpoint);
    return new KnownEndpoint(
        endpoint,
        useOf(endpoint, stored != null || current),
        candidate == null ? null : candidate.origin(),
        candidate != null && candidate.isUnlikelyBeside(best(), sameSite),
        stored == null ? null : stored.source(),
        stored == null ? null : story.wallAt(stored.expiresNanos(nowNanos)),
        current,
        tries == null ? 0 : tries.count(),
        tries == null || tries.count() == 0 ? null : story.wallAt(tries.firstNanos()),
        tries == null || tries.count() == 0 ? null : story.wallAt(tries.lastNanos()),
        resultOf(endpoint, tries),
        tries == null || tries.answeredNanos() == Long.MIN_VALUE
            ? null
            : story.wallAt(tries.answeredNanos()));
  }

  private Candidate best() {
    return candidates.values().iterator().next();
  }

  private KnownEndpoint.Use useOf(Endpoint endpoint, boolean given) {
    DeviceState device = story.mesh().device();
    TunnelNetworks networks = story.mesh().networks();
    IpAddress address = endpoint.address();
    if (candidates.containsKey(endpoint)) {
      return KnownEndpoint.Use.USABLE;
    }
    if (!given) {
      return KnownEndpoint.Use.FORGOTTEN;
    }
    if (EndpointChoice.isUsable(endpoint, networks, device == null ? 0 : device.listenPort())) {
      return KnownEndpoint.Use.USABLE;
    }
    if (!address.isGlobalUnicast() || endpoint.port() == 0) {
      return KnownEndpoint.Use.NOT_GLOBAL;
    }
    return networks.isInTunnel(address) ? KnownEndpoint.Use.IN_TUNNEL : KnownEndpoint.Use.OWN;
  }

  private KnownEndpoint.Result resultOf(Endpoint endpoint, PeerHistory.@Nullable Tries tries) {
    if (tries == null || peer == null) {
      return KnownEndpoint.Result.UNTRIED;
    }
    if (tries.isAnswered()) {
      return KnownEndpoint.Result.ANSWERED;
    }
    boolean last = endpoint.equals(peer.history().lastTried());
    boolean recent = nowNanos - tries.lastNanos() < Timing.ENDPOINT_TRY_NANOS;
    return last && recent ? KnownEndpoint.Result.PENDING : KnownEndpoint.Result.SILENT;
  }
}
