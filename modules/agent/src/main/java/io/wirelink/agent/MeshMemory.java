package io.wirelink.agent;

import io.wirelink.device.Cidr;
import io.wirelink.device.Endpoint;
import io.wirelink.device.PublicKey;
import io.wirelink.fact.Attribute;
import io.wirelink.fact.Fact;
import io.wirelink.fact.FactChange;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Keeps in mind what this host is to know again after a restart: what others say of members and
 * their networks, beyond the time for which they say it, and where peers were reached. Who is not
 * spoken of any more by somebody who decides on membership is not kept in mind either.
 */
final class MeshMemory {

  /** How soon after the start, and how often from then on, it is saved at most. */
  private static final long FIRST_SAVE_NANOS = Duration.ofSeconds(10).toNanos();

  private static final long SAVE_NANOS = Duration.ofMinutes(1).toNanos();

  /** How often it is saved if nothing has changed, so that it is not taken for older than it is. */
  private static final long RENEW_NANOS = Duration.ofHours(1).toNanos();

  /** A host at home, at work and under way, with one address to spare. */
  private static final int MAX_ENDPOINTS = 4;

  private static final long MAX_AGE_NANOS = RememberedMesh.MAX_AGE.toNanos();

  private final Mesh mesh;
  private final Authority authority;
  private final Recall recall;

  /** When each fact was true last; of one that is said at this moment, when that began. */
  private final Map<PublicKey, Map<Fact, Long>> known = new HashMap<>();

  /** What peers say at this moment. */
  private final Set<Fact> said = new HashSet<>();

  private int size;

  /** Whether it has come to be about other facts since it was compared with what is saved. */
  private boolean changed = true;

  private Optional<RememberedMesh> saved;
  private long savedNanos;
  private long lookNanos;

  /** Whether anything was learned since the start; what was saved before stands until then. */
  private boolean learned;

  MeshMemory(
      Mesh mesh,
      Authority authority,
      Recall recall,
      Optional<RememberedMesh> saved,
      long startedNanos) {
    this.mesh = mesh;
    this.authority = authority;
    this.recall = recall;
    this.saved = saved;
    savedNanos = startedNanos;
    lookNanos = startedNanos + FIRST_SAVE_NANOS;
  }

  /** Takes note of a change of what is believed. */
  void changed(FactChange change, long nowNanos) {
    Fact fact = change.stored().fact();
    boolean kept =
        fact.attribute().isAllowedCidr() || fact.attribute() == Attribute.MEMBER_METADATA;
    if (!kept || fact.subject().equals(mesh.self())) {
      return;
    }
    if (change instanceof FactChange.Removed(var stored, var source, var cause)) {
      boolean wasSaid = said.remove(fact);
      if (cause == FactChange.Cause.WITHDRAWN || cause == FactChange.Cause.DISBELIEVED) {
        drop(fact);
      } else if (wasSaid) {
        put(fact, nowNanos);
      }
    } else if (change.stored().peer() != null && put(fact, nowNanos)) {
      said.add(fact);
    }
  }

  /** Notes that a peer is reached at an endpoint. */
  void worked(PublicKey peer, Endpoint endpoint, long nowNanos) {
    if (LocalFacts.isTellable(endpoint.address())) {
      Fact fact = Fact.endpoint(peer, new Endpoint(endpoint.address(), endpoint.port()));
      int before = size;
      put(fact, nowNanos);
      if (size > before) {
        dropOldEndpoints(peer);
      }
    }
  }

  private void dropOldEndpoints(PublicKey peer) {
    Map<Fact, Long> about = known.getOrDefault(peer, Map.of());
    about.entrySet().stream()
        .filter(each -> each.getKey().attribute().isEndpoint())
        .sorted(Map.Entry.<Fact, Long>comparingByValue(Comparator.reverseOrder()))
        .skip(MAX_ENDPOINTS)
        .map(Map.Entry::getKey)
        .toList()
        .forEach(this::drop);
  }

  /** Keeps a fact in mind, if there is room. */
  private boolean put(Fact fact, long nowNanos) {
    Map<Fact, Long> about = known.computeIfAbsent(fact.subject(), key -> new LinkedHashMap<>());
    if (!about.containsKey(fact)) {
      if (size >= RememberedMesh.MAX_FACTS) {
        return false;
      }
      size++;
      changed = true;
    }
    about.put(fact, nowNanos);
    learned = true;
    return true;
  }

  private void drop(Fact fact) {
    Map<Fact, Long> about = known.get(fact.subject());
    if (about != null && about.remove(fact) != null) {
      size--;
      changed = true;
    }
  }

  /** Forgets all about a peer, also what was saved of it, as soon as the agent looks again. */
  void forget(PublicKey key) {
    Map<Fact, Long> about = known.remove(key);
    if (about != null) {
      size -= about.size();
      said.removeAll(about.keySet());
    }
    recall.forget(key);
    learned = true;
    changed = true;
    lookNanos = 0;
  }

  /** The same of a peer of which something is known; nothing is saved for another. */
  void forgetIfKnown(PublicKey key) {
    if (known.containsKey(key) || recall.remembers(key)) {
      forget(key);
    }
  }

  /** What is to be saved now; empty if there is nothing new, or its time has not come. */
  Optional<RememberedMesh> due(long nowNanos, Instant wall) {
    if (nowNanos < lookNanos) {
      return Optional.empty();
    }
    lookNanos = nowNanos + SAVE_NANOS;
    if (!hasLearned()) {
      return Optional.empty();
    }
    boolean old = nowNanos - savedNanos >= RENEW_NANOS;
    sweep(nowNanos);
    if (!old && !mayDiffer()) {
      return Optional.empty();
    }
    changed = false;
    RememberedMesh now = value(nowNanos, wall);
    if (!old && saved.isPresent() && saved.get().saysTheSameAs(now)) {
      return Optional.empty();
    }
    saved = Optional.of(now);
    savedNanos = nowNanos;
    return saved;
  }

  /** Whether it may say something else than what is saved: to find out takes a list of all. */
  private boolean mayDiffer() {
    return changed
        || recall.isAnyUnconfirmed()
        || !saved.map(RememberedMesh::lent).orElse(Map.of()).equals(lent());
  }

  /** What is to be saved at the end; empty if nothing was learned. */
  Optional<RememberedMesh> atEnd(long nowNanos, Instant wall) {
    sweep(nowNanos);
    return hasLearned() ? Optional.of(value(nowNanos, wall)) : Optional.empty();
  }

  private boolean hasLearned() {
    return learned || !lent().isEmpty();
  }

  /** What was taken from routers, of as many as there is room for. */
  private Map<PublicKey, Set<Cidr>> lent() {
    Map<PublicKey, Set<Cidr>> lent = new HashMap<>();
    int room = RememberedMesh.MAX_LENT;
    for (Peer peer : mesh.peers()) {
      Set<Cidr> networks = peer.lent().all();
      if (!networks.isEmpty() && networks.size() <= room) {
        lent.put(peer.key(), networks);
        room -= networks.size();
      }
    }
    return lent;
  }

  private RememberedMesh value(long nowNanos, Instant wall) {
    Map<Fact, RememberedMesh.Known> all = new HashMap<>();
    recall.unconfirmed(nowNanos, wall).forEach(each -> all.put(each.fact(), each));
    known
        .values()
        .forEach(
            about ->
                about.forEach(
                    (fact, nanos) -> {
                      Duration age = Duration.ofNanos(said.contains(fact) ? 0 : nowNanos - nanos);
                      all.put(fact, new RememberedMesh.Known(fact, age));
                    }));
    return new RememberedMesh(
        mesh.self(),
        wall,
        all.values().stream()
            .sorted(Comparator.comparing(RememberedMesh.Known::age))
            .limit(RememberedMesh.MAX_FACTS)
            .toList(),
        lent());
  }

  /** Forgets what is too old, and who is not spoken of by those who decide. */
  private void sweep(long nowNanos) {
    boolean told = authority.hasTold(Recall.TOLD_OF_REACHED_NANOS, nowNanos);
    for (Map.Entry<PublicKey, Map<Fact, Long>> entry : known.entrySet()) {
      PublicKey key = entry.getKey();
      boolean gone = told && !mesh.isValid(key) && !mesh.isDevicePeer(key);
      entry
          .getValue()
          .entrySet()
          .removeIf(
              each ->
                  !said.contains(each.getKey())
                      && (gone
                          || (told && !each.getKey().attribute().isEndpoint())
                          || nowNanos - each.getValue() > MAX_AGE_NANOS));
    }
    known.values().removeIf(Map::isEmpty);
    int before = size;
    size = known.values().stream().mapToInt(Map::size).sum();
    changed |= size != before;
  }
}
