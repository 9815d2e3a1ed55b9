package io.wirelink.agent;

import io.wirelink.device.PublicKey;
import io.wirelink.fact.BootId;
import io.wirelink.gossip.RotationMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Tells others who has another key now (docs/protocol.md, "Rotating"): who decides on membership
 * does, one packet at a time to each, until it is confirmed, and anew to who has started anew.
 */
final class SuccessionExchange {

  /** After how long what is not confirmed is told again; twice as long after each time. */
  private static final long RETRY_NANOS = Duration.ofMillis(500).toNanos();

  private static final long MAX_RETRY_NANOS = Duration.ofMinutes(1).toNanos();

  /** How many are told in one step, and when the next are: a thousand within half a second. */
  private static final int MOST_AT_ONCE = 64;

  private static final long PACE_NANOS = Duration.ofMillis(20).toNanos();

  /** How far one other agent has confirmed what it was told. */
  private static final class Telling {
    private final BootId life;
    private long confirmed;
    private long id;
    private long told;
    private int times;
    private long nextNanos;

    Telling(BootId life, long now) {
      this.life = life;
      nextNanos = now;
    }
  }

  private final Mesh mesh;
  private final Outbox outbox;
  private final RandomGenerator random;
  private final SuccessionList list;
  private final Map<PublicKey, Telling> tellings = new HashMap<>();
  private boolean decided;
  private long nextNanos = Long.MAX_VALUE;

  SuccessionExchange(Mesh mesh, Outbox outbox, RandomGenerator random, SuccessionList list) {
    this.mesh = mesh;
    this.outbox = outbox;
    this.random = random;
    this.list = list;
  }

  /** Notes that something came from a peer: who has started anew, or was away, is told at once. */
  void heard(Peer peer, long now) {
    BootId bootId = peer.bootId();
    if (list.overRevision() == 0
        || bootId == null
        || !peer.understands(RotationMessage.CAPABILITY)
        || !new Authority(mesh).decidesItself()) {
      return;
    }
    Telling telling = tellings.get(peer.key());
    if (telling == null || !telling.life.isSameAs(bootId)) {
      tellings.put(peer.key(), new Telling(bootId, now));
      nextNanos = now;
    } else if (telling.nextNanos == Long.MAX_VALUE && telling.confirmed < list.overRevision()) {
      telling.times = 0;
      telling.nextNanos = now;
      nextNanos = now;
    }
  }

  /** Takes in that a peer goes by what it was told. */
  void confirmed(Peer peer, long id, long now) {
    Telling telling = tellings.get(peer.key());
    if (telling != null && telling.id == id && telling.told > telling.confirmed) {
      telling.confirmed = telling.told;
      telling.times = 0;
      telling.nextNanos = now;
      nextNanos = now;
    }
  }

  /** Tells everybody from the next step on what there is to be told. */
  void tellAll(long now) {
    for (Peer peer : mesh.peers()) {
      if (peer.isAlive(now)) {
        heard(peer, now);
      }
    }
    tellings.values().forEach(each -> each.nextNanos = now);
    nextNanos = now;
  }

  /** What is to be sent now. */
  List<Action> due(long now) {
    List<Action> sends = new ArrayList<>();
    boolean decides = new Authority(mesh).decidesItself();
    if (decides && !decided) {
      tellAll(now);
    } else if (!decides) {
      tellings.clear();
    }
    decided = decides;
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
      } else if (telling.nextNanos <= now && sends.size() == MOST_AT_ONCE) {
        nextNanos = Math.min(nextNanos, now + PACE_NANOS);
      } else {
        if (telling.nextNanos <= now) {
          telling.nextNanos = Long.MAX_VALUE;
          tell(peer, telling, now).ifPresent(sends::add);
        }
        nextNanos = Math.min(nextNanos, telling.nextNanos);
      }
    }
    return sends;
  }

  private Optional<Action.Send> tell(Peer peer, Telling telling, long now) {
    List<SuccessionList.Entry> news =
        list.overAfter(telling.confirmed, RotationMessage.MAX_ROTATIONS);
    if (news.isEmpty() || !peer.isAlive(now)) {
      return Optional.empty();
    }
    long told = news.getLast().revision();
    if (telling.told != told) {
      // Otherwise an answer that was long on its way still counts.
      telling.id = random.nextLong();
      telling.told = told;
    }
    telling.nextNanos = now + Math.min(RETRY_NANOS << telling.times, MAX_RETRY_NANOS);
    telling.times = Math.min(telling.times + 1, 16);
    return outbox.send(
        peer,
        new RotationMessage.Told(
                telling.id, news.stream().map(each -> each.kept().rotation()).toList())
            .inner(),
        now);
  }

  /** When {@link #due} must be asked at the latest; {@link Long#MAX_VALUE} if there is no need. */
  long deadlineNanos() {
    return nextNanos;
  }
}
