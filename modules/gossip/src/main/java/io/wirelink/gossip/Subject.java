package io.wirelink.gossip;

import io.wirelink.device.PublicKey;
import io.wirelink.fact.Fact;
import io.wirelink.fact.FactCodec;
import io.wirelink.fact.StoredFact;
import io.wirelink.fact.TimedFact;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * Somebody about whom something is believed, and what of it can be told in a round, which is the
 * same for all recipients.
 */
final class Subject {

  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  private static final Comparator<Line> LONGEST_FIRST =
      Comparator.comparingInt((Line line) -> line.timed().ttlSeconds()).reversed();

  private static final Line[] NO_LINES = {};

  /** A fact that can be told, with the time that it has left. */
  record Line(StoredFact stored, TimedFact timed) {
    int id() {
      return stored.id();
    }
  }

  private final PublicKey key;
  private final List<StoredFact> facts = new ArrayList<>(8);
  private long round = -1;

  /** By the place of a fact: how long it has left; 0 if nobody is told. */
  private int[] ttls = {};

  private Line[] tellable = NO_LINES;
  private int[] untellable = {};

  Subject(PublicKey key) {
    this.key = key;
  }

  PublicKey key() {
    return key;
  }

  /** What is believed about it. */
  List<StoredFact> facts() {
    return facts;
  }

  void add(StoredFact stored) {
    facts.add(stored);
    ttls = new int[0];
  }

  void remove(StoredFact stored) {
    facts.remove(stored);
    ttls = new int[0];
  }

  /**
   * Looks what can be told in a round, unless that was done already.
   *
   * @param mayTell whether others may hear of a subject
   */
  void look(long thisRound, Predicate<PublicKey> mayTell, long nowNanos) {
    if (round != thisRound) {
      round = thisRound;
      if (lookAtTtls(mayTell.test(key), nowNanos)) {
        makeLines();
      }
    }
  }

  /** Looks how long each fact has left, and says whether that is another time than it was. */
  private boolean lookAtTtls(boolean may, long nowNanos) {
    boolean changed = ttls.length != facts.size();
    ttls = changed ? new int[facts.size()] : ttls;
    for (int i = 0; i < ttls.length; i++) {
      StoredFact stored = facts.get(i);
      long left = (stored.expiresNanos(nowNanos) - nowNanos) / NANOS_PER_SECOND;
      boolean tell = may && left > 0 && isForAnybody(stored);
      int ttl = tell ? (int) Math.min(left, Fact.MAX_TTL_SECONDS) : 0;
      changed |= ttl != ttls[i];
      ttls[i] = ttl;
    }
    return changed;
  }

  private void makeLines() {
    List<Line> lines = new ArrayList<>(ttls.length);
    IntStream.Builder others = IntStream.builder();
    for (int i = 0; i < ttls.length; i++) {
      StoredFact stored = facts.get(i);
      if (ttls[i] > 0) {
        lines.add(new Line(stored, new TimedFact(stored.fact(), ttls[i])));
      } else {
        others.add(stored.id());
      }
    }
    lines.sort(LONGEST_FIRST);
    tellable = lines.toArray(NO_LINES);
    untellable = others.build().toArray();
  }

  private static boolean isForAnybody(StoredFact stored) {
    Fact fact = stored.fact();
    return !stored.isRemembered()
        && switch (fact.attribute()) {
          case MEMBER -> false;
          // Nothing else can be too long for a packet.
          case MEMBER_METADATA ->
              FactCodec.encodedLength(new TimedFact(fact, Fact.MAX_TTL_SECONDS))
                  <= Sealer.MAX_INNER;
          case ALIVE, ENDPOINT_V4, ENDPOINT_V6, ALLOWED_CIDR_V4, ALLOWED_CIDR_V6 -> true;
        };
  }

  /** What can be told in the round, what lasts longest first. */
  Line[] tellable() {
    return tellable;
  }

  /** The numbers of what nobody is told in the round. */
  int[] untellable() {
    return untellable;
  }
}
