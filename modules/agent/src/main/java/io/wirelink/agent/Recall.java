package io.wirelink.agent;

import io.wirelink.device.Cidr;
import io.wirelink.device.Endpoint;
import io.wirelink.device.PeerChange;
import io.wirelink.device.PublicKey;
import io.wirelink.fact.Fact;
import io.wirelink.fact.FactValue;
import io.wirelink.trust.TrustLevel;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Believes what this host knew before its start, until somebody who decides on membership has
 * spoken (docs/protocol.md, "What survives a restart").
 */
final class Recall {

  private static final Logger log = LoggerFactory.getLogger(Recall.class);

  /**
   * How long membership and networks wait at the start for somebody who decides on them: who is
   * there answers within a second, and nobody has to be believed on memory then.
   */
  static final long HOLD_NANOS = Duration.ofSeconds(3).toNanos();

  /**
   * How long somebody who decides on membership has to tell of those who are there: a table of a
   * thousand hosts takes half a second.
   */
  static final long TOLD_NANOS = Duration.ofSeconds(10).toNanos();

  /**
   * How long it has to tell of somebody whom this host reaches directly. Where the power failed, it
   * may be back only now and wait to be called itself, which who is alive does every 30 s; a path
   * that works must not be lost because of that.
   */
  static final long TOLD_OF_REACHED_NANOS = Duration.ofSeconds(45).toNanos();

  /** How often to look whether anything has changed; and how often once somebody has spoken. */
  private static final long LOOK_NANOS = Timing.HOUSEKEEPING_NANOS;

  private static final long LOOK_SOON_NANOS = Duration.ofSeconds(1).toNanos();

  /**
   * How long the host counts as having been off if its clock is behind what it saved: one that is
   * not set yet must not cost what is known, and one that is never set must not keep it for ever.
   */
  private static final Duration UNKNOWN_PAUSE = Duration.ofHours(1);

  private final Mesh mesh;
  private final Authority authority;
  private final MemberHistory members;
  private final Instant savedAt;

  /** What nobody has confirmed or ended yet, with its age when it was saved. */
  private final Map<Fact, Duration> remembered = new LinkedHashMap<>();

  private final Map<PublicKey, Set<Cidr>> lent;

  private long begunNanos;
  private long nextNanos = Long.MAX_VALUE;

  Recall(Mesh mesh, Authority authority, MemberHistory members, Optional<RememberedMesh> known) {
    this.mesh = mesh;
    this.authority = authority;
    this.members = members;
    savedAt = known.map(RememberedMesh::savedAt).orElse(Instant.EPOCH);
    known.ifPresent(
        saved -> saved.facts().forEach(each -> remembered.put(each.fact(), each.age())));
    lent = known.map(RememberedMesh::lent).orElse(Map.of());
  }

  /** Begins to remember: the device has just been read for the first time. */
  void begin(long nowNanos, Instant wall) {
    begunNanos = nowNanos;
    if (pause(nowNanos, wall).compareTo(RememberedMesh.MAX_AGE) < 0) {
      lent.forEach(this::recallLent);
    }
    if (remembered.isEmpty()) {
      return;
    }
    nextNanos = nowNanos;
    Map<PublicKey, Set<Cidr>> networks = new HashMap<>();
    for (Fact fact : remembered.keySet()) {
      if (fact.value() instanceof FactValue.AllowedCidr(Cidr cidr)) {
        networks.computeIfAbsent(fact.subject(), key -> new HashSet<>()).add(cidr);
      }
    }
    networks.entrySet().removeIf(each -> !Roles.isRouter(each.getValue()));
    networks.keySet().removeIf(mesh::isRouter);
    mesh.routers().setRoutersByMemory(networks.keySet());
    log.info(
        "Remembering {} hosts of the mesh as of {}, until somebody who decides on members is heard",
        remembered.keySet().stream().map(Fact::subject).distinct().count(),
        savedAt);
  }

  /**
   * Gives a router back in mind what was taken from it, as far as another has that on the device
   * still: one that was set up anew says itself to whom it belongs.
   */
  private void recallLent(PublicKey key, Set<Cidr> networks) {
    Peer peer = mesh.peer(key);
    if (peer != null && peer.state() != null) {
      Set<Cidr> elsewhere = new LinkedHashSet<>(networks);
      elsewhere.removeAll(peer.state().allowedIps());
      elsewhere.removeIf(cidr -> !mesh.isOnDevice(cidr));
      peer.lent().recall(elsewhere);
      mesh.routers().note(peer);
      mesh.peerNetworks().noteNetworks(peer, Set.of(), elsewhere);
    }
  }

  /** Lets it look in the next step, before this host tells others anything in another role. */
  void roleChanged(long nowNanos) {
    if (nextNanos < Long.MAX_VALUE) {
      nextNanos = nowNanos;
    }
  }

  /** When {@link #look} must be asked at the latest. */
  long deadlineNanos() {
    return nextNanos;
  }

  /**
   * Believes what is to be believed now and no more, and says who is to be removed from the device
   * because only memory spoke of it.
   */
  List<PeerChange> look(long nowNanos, Instant wall) {
    if (nowNanos < nextNanos) {
      return List.of();
    }
    remembered.keySet().removeIf(this::isSaid);
    boolean spoken = authority.hasTold(0, nowNanos);
    List<PeerChange> removals = end(whatIsOver(nowNanos), nowNanos);
    boolean held = spoken || tellsOthers() || nowNanos - begunNanos < HOLD_NANOS;
    Duration pause = pause(nowNanos, wall);
    remembered.forEach((fact, age) -> recall(fact, age.plus(pause), held, nowNanos));
    nextNanos = nextLookNanos(spoken, nowNanos);
    return removals;
  }

  private long nextLookNanos(boolean spoken, long nowNanos) {
    if (remembered.isEmpty()) {
      return Long.MAX_VALUE;
    }
    long holdsUntil = begunNanos + HOLD_NANOS;
    return nowNanos < holdsUntil ? holdsUntil : nowNanos + (spoken ? LOOK_SOON_NANOS : LOOK_NANOS);
  }

  private Predicate<Fact> whatIsOver(long nowNanos) {
    if (authority.hasTold(TOLD_OF_REACHED_NANOS, nowNanos)) {
      return fact -> true;
    }
    if (authority.hasTold(TOLD_NANOS, nowNanos)) {
      return fact -> !isReached(fact.subject());
    }
    return fact -> tellsOthers() && !fact.attribute().isEndpoint() && isBelieved(fact);
  }

  private void recall(Fact fact, Duration age, boolean held, long nowNanos) {
    Duration left = RememberedMesh.MAX_AGE.minus(age);
    if (left.isNegative()) {
      mesh.store().withdrawRemembered(fact);
    } else if (!held || fact.attribute().isEndpoint() || isBelieved(fact)) {
      mesh.store().remember(fact, nowNanos + left.toNanos());
      Peer peer = mesh.peer(fact.subject());
      if (peer != null && fact.value() instanceof FactValue.AtEndpoint(Endpoint endpoint)) {
        // Where a peer is tried does not depend on who belongs to the mesh.
        peer.tries().remember(List.of(endpoint));
      }
    }
  }

  private boolean isBelieved(Fact fact) {
    return mesh.store().find(fact).isPresent();
  }

  /**
   * Whether others go by what this host's device has: what it only remembers must not come back to
   * life by that.
   */
  private boolean tellsOthers() {
    return mesh.isSelfRouter() || mesh.selfTrust().atLeast(TrustLevel.ALLOWED_IPS);
  }

  private boolean isSaid(Fact fact) {
    return mesh.store().find(fact).map(stored -> !stored.isRemembered()).orElse(false);
  }

  private boolean isReached(PublicKey key) {
    Peer peer = mesh.peer(key);
    return peer != null && peer.isHealthy();
  }

  /** How long the host has been off and on again since it saved what it knew. */
  private Duration pause(long nowNanos, Instant wall) {
    Duration pause = Duration.between(savedAt, wall);
    return pause.isNegative() ? UNKNOWN_PAUSE.plusNanos(nowNanos - begunNanos) : pause;
  }

  /** Ends what is remembered, and says who is on the device because of that alone. */
  private List<PeerChange> end(Predicate<Fact> which, long nowNanos) {
    Map<PublicKey, String> concerned = new LinkedHashMap<>();
    for (Fact fact : List.copyOf(remembered.keySet())) {
      if (which.test(fact)) {
        concerned.putIfAbsent(fact.subject(), mesh.nameOf(fact.subject()));
        mesh.store().withdrawRemembered(fact);
        remembered.remove(fact);
      }
    }
    List<PeerChange> removals = new ArrayList<>();
    concerned.forEach(
        (key, name) -> {
          Peer peer = mesh.peer(key);
          if (peer != null && peer.state() != null && peer.isAddedHere() && !mesh.isValid(key)) {
            log.info(
                "Removing {}: this host only remembered that it is a member of the mesh", name);
            members.departed(peer, PeerStory.Departure.Reason.NO_MEMBER, nowNanos);
            removals.add(PeerChange.remove(key));
          }
        });
    return removals;
  }

  /** Ends what is remembered of a peer that is to be forgotten. */
  void forget(PublicKey key) {
    remembered.keySet().removeIf(fact -> fact.subject().equals(key));
  }

  /** Whether anything is remembered of a peer. */
  boolean remembers(PublicKey key) {
    return remembered.keySet().stream().anyMatch(fact -> fact.subject().equals(key));
  }

  /** Whether anything is remembered still. */
  boolean isAnyUnconfirmed() {
    return !remembered.isEmpty();
  }

  /** What is remembered still, with its age. */
  Collection<RememberedMesh.Known> unconfirmed(long nowNanos, Instant wall) {
    Duration pause = pause(nowNanos, wall);
    Set<RememberedMesh.Known> known = new LinkedHashSet<>();
    remembered.forEach((fact, age) -> known.add(new RememberedMesh.Known(fact, age.plus(pause))));
    known.removeIf(each -> each.age().compareTo(RememberedMesh.MAX_AGE) > 0);
    return known;
  }
}
