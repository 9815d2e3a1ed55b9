package io.wirelink.agent;

import io.wirelink.device.PublicKey;
import io.wirelink.fact.BootId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongFunction;
import java.util.random.RandomGenerator;

/**
 * Has all others hold a list that this host decides on (docs/protocol.md, "Removing" and
 * "Rotating"): one packet at a time to each, until it is confirmed; who is heard under a new boot
 * id is told everything anew.
 */
final class Replication {

  /** After such a silence somebody who is heard again is told at once. */
  private static final long SILENCE_NANOS = Duration.ofSeconds(10).toNanos();

  /** What others are to hold. */
  interface Source {

    /** The bit of those who understand it. */
    int capability();

    /** Rises with each change that others are to hear of; 0 if there was none. */
    long revision();

    /** What came about after a revision, as much as fits into a packet; empty if nothing did. */
    Optional<Batch> after(long revision);
  }

  /**
   * As much of it as fits into a packet.
   *
   * @param revision who has confirmed this has all up to it
   * @param message the packet's inner bytes, by the number that the other confirms it with
   */
  record Batch(long revision, LongFunction<byte[]> message) {}

  /** How far one other agent has confirmed what it was told. */
  private static final class Telling {
    private final BootId life;
    private final Retry retry;
    private long confirmed;
    private long id;
    private long told;
    private long heardNanos;

    Telling(BootId life, long now) {
      this.life = life;
      retry = new Retry(now);
      heardNanos = now;
    }
  }

  private final Mesh mesh;
  private final Outbox outbox;
  private final RandomGenerator random;
  private final Source source;
  private final Map<PublicKey, Telling> tellings = new HashMap<>();
  private boolean decided;
  private long nextNanos = Long.MAX_VALUE;

  Replication(Mesh mesh, Outbox outbox, RandomGenerator random, Source source) {
    this.mesh = mesh;
    this.outbox = outbox;
    this.random = random;
    this.source = source;
  }

  /** Whether this host decides on membership, so that others go by what it says. */
  boolean decides() {
    return new Authority(mesh).decidesItself();
  }

  /** Notes that something came from a peer: who has started anew, or was away, is told at once. */
  void heard(Peer peer, long now) {
    BootId bootId = peer.bootId();
    if (source.revision() == 0
        || bootId == null
        || !peer.understands(source.capability())
        || !decides()) {
      return;
    }
    Telling telling = tellings.get(peer.key());
    if (telling == null || !telling.life.isSameAs(bootId)) {
      tellings.put(peer.key(), new Telling(bootId, now));
      nextNanos = now;
      return;
    }
    boolean waits = telling.retry.isStopped() || now - SILENCE_NANOS > telling.heardNanos;
    if (waits && telling.confirmed < source.revision()) {
      telling.retry.begin(now);
      nextNanos = now;
    }
    telling.heardNanos = now;
  }

  /** Takes in that a peer goes by what it was told under that number. */
  void confirmed(Peer peer, long id, long now) {
    Telling telling = tellings.get(peer.key());
    if (telling != null && telling.id == id && telling.told > telling.confirmed) {
      telling.confirmed = telling.told;
      telling.retry.begin(now);
      nextNanos = now;
    }
  }

  /** Whether a peer has confirmed all up to a revision. */
  boolean isConfirmed(Peer peer, long revision) {
    Telling telling = tellings.get(peer.key());
    return telling != null && telling.confirmed >= revision;
  }

  /** Tells everybody from the next step on what there is to be told. */
  void tellAll(long now) {
    for (Peer peer : mesh.peers()) {
      if (peer.isAlive(now)) {
        heard(peer, now);
      }
    }
    tellings.values().forEach(each -> each.retry.begin(now));
    nextNanos = now;
  }

  /** What is to be sent now. */
  List<Action> due(long now) {
    boolean decides = decides();
    if (decides && !decided) {
      tellAll(now);
    } else if (!decides) {
      tellings.clear();
    }
    decided = decides;
    List<Action> sends = new ArrayList<>();
    if (now < nextNanos) {
      return sends;
    }
    nextNanos = Long.MAX_VALUE;
    for (Iterator<Map.Entry<PublicKey, Telling>> all = tellings.entrySet().iterator();
        all.hasNext(); ) {
      Map.Entry<PublicKey, Telling> each = all.next();
      Peer peer = mesh.peer(each.getKey());
      Telling telling = each.getValue();
      if (peer == null || peer.state() == null) {
        all.remove();
      } else if (telling.retry.isDue(now) && sends.size() == Retry.MOST_AT_ONCE) {
        nextNanos = Math.min(nextNanos, now + Retry.PACE_NANOS);
      } else {
        if (telling.retry.isDue(now)) {
          tell(peer, telling, now).ifPresent(sends::add);
        }
        nextNanos = Math.min(nextNanos, telling.retry.nextNanos());
      }
    }
    return sends;
  }

  private Optional<Action.Send> tell(Peer peer, Telling telling, long now) {
    Optional<Batch> news = peer.isAlive(now) ? source.after(telling.confirmed) : Optional.empty();
    if (news.isEmpty()) {
      telling.retry.stop();
      return Optional.empty();
    }
    Batch batch = news.get();
    if (telling.told != batch.revision()) {
      // Otherwise an answer that was long on its way still counts.
      telling.id = random.nextLong();
      telling.told = batch.revision();
    }
    telling.retry.said(now);
    return outbox.send(peer, batch.message().apply(telling.id), now);
  }

  /** When {@link #due} must be asked at the latest; {@link Long#MAX_VALUE} if there is no need. */
  long deadlineNanos() {
    return nextNanos;
  }
}
