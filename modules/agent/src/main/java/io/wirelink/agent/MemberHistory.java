package io.wirelink.agent;

import io.wirelink.device.PublicKey;
import io.wirelink.fact.Fact;
import io.wirelink.fact.FactChange;
import io.wirelink.fact.FactValue;
import io.wirelink.fact.Source;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whom the agent has heard of, what they were called, and what became of those who are gone: so
 * that somebody who asks for them by name is not told that they do not exist.
 */
final class MemberHistory {

  /** Who is remembered: a mesh of a thousand hosts; a flood of names drives out the oldest. */
  private static final int MAX_KEYS = 1024;

  /**
   * That nobody says any more that a key belongs to the mesh.
   *
   * @param source who said so last
   * @param withdrawn whether that was this host, which took it back; else time ran out
   * @param nanos when that was
   */
  record MembershipEnd(Source source, boolean withdrawn, long nanos) {}

  /**
   * That a peer is not on the device any more.
   *
   * @param reason why
   * @param nanos since when
   * @param heardNanos when something came from it last; {@link Long#MIN_VALUE} if never
   */
  record Departure(PeerStory.Departure.Reason reason, long nanos, long heardNanos) {}

  private static final class Known {
    private String name = "";
    private @Nullable MembershipEnd membershipEnd;
    private @Nullable Departure departure;
  }

  private final Map<PublicKey, Known> entries =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<PublicKey, Known> eldest) {
          return size() > MAX_KEYS;
        }
      };

  /** Takes note of a change of what is believed. */
  void changed(FactChange change, long nowNanos) {
    Fact fact = change.stored().fact();
    if (!fact.attribute().isMembership()) {
      return;
    }
    Known entry = entryOf(fact.subject());
    switch (change) {
      case FactChange.Added added -> {
        entry.membershipEnd = null;
        if (fact.value() instanceof FactValue.Membership(var metadata)) {
          entry.name = metadata.name().orElse(entry.name);
        }
      }
      case FactChange.Renewed renewed -> entry.membershipEnd = null;
      case FactChange.Removed(var stored, Source source, var cause) -> {
        boolean withdrawn =
            cause == FactChange.Cause.WITHDRAWN || cause == FactChange.Cause.DISBELIEVED;
        entry.membershipEnd = new MembershipEnd(source, withdrawn, nowNanos);
      }
    }
  }

  /** Notes that a peer is on the device. */
  void arrived(PublicKey key) {
    Known entry = entries.get(key);
    if (entry != null) {
      entry.departure = null;
    }
  }

  /** Notes that a peer leaves the device, or left it; the first reason that is given counts. */
  void departed(Peer peer, PeerStory.Departure.Reason reason, long nowNanos) {
    Known entry = entryOf(peer.key());
    if (entry.departure == null) {
      entry.departure = new Departure(reason, nowNanos, peer.history().heardNanos());
    }
  }

  private Known entryOf(PublicKey key) {
    return entries.computeIfAbsent(key, each -> new Known());
  }

  /** Since when nobody says that the key belongs to the mesh; null if that is not so. */
  @Nullable MembershipEnd membershipEnd(PublicKey key) {
    Known entry = entries.get(key);
    return entry == null ? null : entry.membershipEnd;
  }

  /** What became of a peer that is not on the device any more; null if that is not so. */
  @Nullable Departure departure(PublicKey key) {
    Known entry = entries.get(key);
    return entry == null ? null : entry.departure;
  }

  /** What the key was called last; empty if that is not known. */
  String nameOf(PublicKey key) {
    Known entry = entries.get(key);
    return entry == null ? "" : entry.name;
  }

  /** Who is remembered, and what they were called. */
  Map<PublicKey, String> names() {
    Map<PublicKey, String> names = new LinkedHashMap<>();
    entries.forEach((key, entry) -> names.put(key, entry.name));
    return names;
  }
}
