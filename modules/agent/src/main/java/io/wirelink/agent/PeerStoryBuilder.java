package io.wirelink.agent;

import io.wirelink.device.Cidr;
import io.wirelink.device.PeerState;
import io.wirelink.device.PublicKey;
import io.wirelink.fact.FactValue;
import io.wirelink.fact.Source;
import io.wirelink.fact.StoredFact;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells the stories of peers.
 *
 * @param mesh what the agent knows
 * @param clock its time
 * @param started when it started
 * @param search what it would try next
 * @param rejections what it did not believe
 * @param nats the NAT before this host
 * @param members whom it knew before
 */
record PeerStoryBuilder(
    Mesh mesh,
    AgentClock clock,
    Time started,
    EndpointSearch search,
    Rejections rejections,
    Nats nats,
    MemberHistory members) {

  /** The story of a key at this moment; the clock says how much later than the last step it is. */
  PeerStory at(Time time, PublicKey key) {
    long now = clock.nowNanos() + Math.max(0, time.monotonicNanos() - clock.monotonicNanos());
    Peer peer = mesh.peer(key);
    PeerStory.Host host = new HostEvidence(mesh, nats).at(time, now);
    List<KnownEndpoint> endpoints = KnownEndpoints.of(this, key, peer, now).all();
    return new PeerStory(
        wallAt(now),
        started.wall(),
        host,
        key,
        names(mesh, rejections, members),
        standing(key),
        peer == null || peer.state() == null ? null : onDevice(peer, peer.state(), now),
        peer == null
            ? DirectPath.none(started.wall())
            : peer.directPath(mesh.tunnelMtu(), now, this::wallAt),
        contact(key, peer, now),
        told(key, now),
        endpoints,
        NatsBetween.of(nats.wholePairWith(key, now), host, endpoints),
        networks(key, peer, now),
        rejected(key, now),
        routersBeside(key, now),
        departure(key),
        peer == null ? null : loss(peer),
        peer == null ? null : refusal(peer, now),
        peer == null ? null : next(peer, now));
  }

  /** What everybody is called who is known, was heard of, or was known before. */
  static Map<PublicKey, String> names(Mesh mesh, Rejections rejections, MemberHistory members) {
    Map<PublicKey, String> names = new HashMap<>();
    for (Rejections.Word word : rejections.words()) {
      String name =
          word.fact().value() instanceof FactValue.Membership(var metadata)
              ? metadata.name().orElse("")
              : "";
      names.merge(word.fact().subject(), name, (one, other) -> other.isEmpty() ? one : other);
    }
    names.putAll(members.names());
    Set<PublicKey> known = new LinkedHashSet<>(mesh.config().peers().keySet());
    known.add(mesh.self());
    known.addAll(mesh.store().subjects());
    mesh.peers().forEach(peer -> known.add(peer.key()));
    for (PublicKey key : known) {
      String name = mesh.nameOf(key);
      String former = names.getOrDefault(key, "");
      names.put(key, name.equals(key.toString()) ? former : name);
    }
    mesh.removedKeys().successors().forEach((from, to) -> handOn(names, from, to));
    return names;
  }

  /** Who has another key has its name under that one, and under no other. */
  private static void handOn(Map<PublicKey, String> names, PublicKey from, PublicKey to) {
    String name = names.getOrDefault(from, "");
    if (!name.isEmpty()) {
      names.put(from, "");
      names.merge(to, name, (own, former) -> own.isEmpty() ? former : own);
    }
  }

  private PeerStory.Standing standing(PublicKey key) {
    Source by =
        mesh.store().about(key).stream()
            .filter(stored -> stored.fact().attribute().isMembership())
            .min(Comparator.comparing(StoredFact::isRemembered))
            .map(StoredFact::source)
            .orElse(null);
    MemberHistory.MembershipEnd end = by == null ? members.membershipEnd(key) : null;
    return new PeerStory.Standing(
        mesh.isConfigured(key),
        mesh.isValid(key),
        by,
        end == null ? null : wallAt(end.nanos()),
        end == null ? null : end.source(),
        mesh.isBasic(key),
        mesh.isRouter(key),
        mesh.trust().levelOf(key));
  }

  private PeerStory.OnDevice onDevice(Peer peer, PeerState state, long now) {
    Set<Cidr> routed = new LinkedHashSet<>(state.allowedIps());
    routed.removeIf(cidr -> cidr.address().isLinkLocal());
    boolean overdue = now - Timing.ANSWER_DUE_NANOS >= peer.session().unansweredNanos();
    return new PeerStory.OnDevice(
        state.endpoint(),
        state.lastHandshake(),
        peer.isHealthy(),
        overdue ? wallAt(peer.session().unansweredNanos()) : null,
        overdue && peer.isHealthy()
            ? wallAt(peer.session().unansweredNanos() + Timing.SILENCE_NANOS)
            : null,
        peer.isHealthy() && !routed.isEmpty(),
        routed,
        state.presharedKey().kind());
  }

  private PeerStory.Contact contact(PublicKey key, @Nullable Peer peer, long now) {
    long heardNanos = peer == null ? Long.MIN_VALUE : peer.history().heardNanos();
    Instant heard = heardNanos == Long.MIN_VALUE ? null : wallAt(heardNanos);
    if (peer != null && peer.state() != null) {
      heard = later(heard, peer.state().lastHandshake());
    }
    Peer speaker = peer != null && peer.bootId() != null ? peer : null;
    StoredFact vouch =
        mesh.store().about(key).stream()
            .filter(stored -> stored.fact().attribute().isEndpoint())
            .filter(stored -> stored.peer() != null && !key.equals(stored.peer().key()))
            .max(Comparator.comparingLong(StoredFact::peerExpiresNanos))
            .orElse(null);
    long vouched = vouch == null ? 0 : vouch.peerExpiresNanos() - Timing.FACT_TTL_NANOS;
    return new PeerStory.Contact(
        heard,
        speaker == null ? null : wallAt(speaker.agent().aliveUntilNanos()),
        speaker != null && speaker.isAlive(now),
        vouch == null ? null : wallAt(vouched),
        vouch == null || vouch.peer() == null ? null : vouch.peer().key(),
        vouch == null ? null : wallAt(vouched + Timing.VOUCH_NANOS));
  }

  private static @Nullable Instant later(@Nullable Instant one, @Nullable Instant other) {
    return one == null || (other != null && other.isAfter(one)) ? other : one;
  }

  private List<PeerStory.Told> told(PublicKey key, long now) {
    return mesh.store().about(key).stream()
        .sorted(
            Comparator.comparing((StoredFact stored) -> stored.fact().attribute())
                .thenComparing(stored -> stored.fact().value().toString()))
        .map(
            stored ->
                new PeerStory.Told(
                    stored.fact(), stored.source(), wallAt(stored.expiresNanos(now))))
        .toList();
  }

  private PeerStory.Networks networks(PublicKey key, @Nullable Peer peer, long now) {
    Set<Cidr> believed = mesh.peerNetworks().believedNetworks(key);
    Map<Cidr, PublicKey> elsewhere = new LinkedHashMap<>();
    if (peer != null) {
      for (Cidr cidr : believed) {
        new NetworkChoice(mesh)
            .holderBeside(peer, cidr, now)
            .ifPresent(other -> elsewhere.put(cidr, other.key()));
      }
    }
    return new PeerStory.Networks(believed, elsewhere);
  }

  private List<PeerStory.Rejection> rejected(PublicKey key, long now) {
    List<PeerStory.Rejection> rejected = new ArrayList<>();
    rejections
        .about(key)
        .forEach(
            (word, each) -> {
              // Somebody else may be believed who says the same.
              if (mesh.store().find(word.fact()).isEmpty()) {
                rejected.add(
                    new PeerStory.Rejection(
                        word.fact(),
                        word.sender(),
                        word.rule(),
                        each.has(),
                        each.needs(),
                        each.times(),
                        wallAt(each.lastNanos()),
                        each.expiresNanos() > now));
              }
            });
    return rejected;
  }

  private List<PeerStory.Router> routersBeside(PublicKey key, long now) {
    List<PeerStory.Router> routers = new ArrayList<>();
    for (Peer each : mesh.peers()) {
      PeerState state = each.state();
      if (state != null && Roles.isRouter(state) && !each.key().equals(key)) {
        routers.add(
            new PeerStory.Router(
                each.key(),
                each.isHealthy(),
                each.isAlive(now),
                state.lastHandshake(),
                contact(each.key(), each, now).heard(),
                state.endpoint()));
      }
    }
    return routers;
  }

  private PeerStory.@Nullable Departure departure(PublicKey key) {
    MemberHistory.Departure departure = members.departure(key);
    return departure == null
        ? null
        : new PeerStory.Departure(
            departure.reason(),
            wallAt(departure.nanos()),
            departure.heardNanos() == Long.MIN_VALUE ? null : wallAt(departure.heardNanos()));
  }

  private PeerStory.@Nullable Loss loss(Peer peer) {
    PeerHistory.Loss loss = peer.history().loss();
    return loss == null ? null : new PeerStory.Loss(wallAt(loss.nanos()), loss.reason());
  }

  private PeerStory.@Nullable Refusal refusal(Peer peer, long now) {
    PeerHistory.Refusal refusal = peer.history().refusal();
    return refusal == null
        ? null
        : new PeerStory.Refusal(
            wallAt(refusal.nanos()), refusal.why(), now - refusal.nanos() < Timing.REFUSAL_NANOS);
  }

  private PeerStory.@Nullable Next next(Peer peer, long now) {
    if (peer.isHealthy() || peer.tries().nextTryNanos() == Long.MAX_VALUE) {
      return null;
    }
    return search
        .plan(peer, now)
        .map(
            plan ->
                new PeerStory.Next(
                    plan.candidate().endpoint(), wallAt(Math.max(now, plan.dueNanos()))))
        .orElse(null);
  }

  Instant wallAt(long nanos) {
    return clock.wallAt(nanos);
  }
}
