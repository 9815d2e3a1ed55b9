package io.wirelink.agent;

import io.wirelink.device.PublicKey;
import io.wirelink.fact.BootId;
import io.wirelink.fact.RemovalRecord;
import io.wirelink.gossip.RemovalMessage;
import io.wirelink.trust.TrustLevel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What agents say to each other about who is kept out of the mesh (docs/protocol.md, "Removing").
 *
 * <p>Who decides on membership tells all others, one packet at a time to each, until it is
 * confirmed; who is heard under a new boot id is told everything anew, before anything else.
 */
final class RemovalExchange {

  private static final Logger log = LoggerFactory.getLogger(RemovalExchange.class);

  /** After how long what is not confirmed is told again; twice as long after each time. */
  private static final long RETRY_NANOS = Duration.ofMillis(500).toNanos();

  private static final long MAX_RETRY_NANOS = Duration.ofMinutes(1).toNanos();

  /** How many are told in one step, and when the next are: a thousand within half a second. */
  private static final int MOST_AT_ONCE = 64;

  private static final long PACE_NANOS = Duration.ofMillis(20).toNanos();

  /** After such a silence somebody who is heard again is told at once. */
  private static final long SILENCE_NANOS = Duration.ofSeconds(10).toNanos();

  /** How far one other agent has confirmed what it was told. */
  private static final class Telling {
    private final BootId life;
    private long confirmed;
    private long id;
    private long told;
    private int times;
    private long nextNanos;
    private long heardNanos;

    Telling(BootId life, long now) {
      this.life = life;
      nextNanos = now;
      heardNanos = now;
    }

    void begin(long now) {
      times = 0;
      nextNanos = now;
    }
  }

  private final Mesh mesh;
  private final Outbox outbox;
  private final Rejections rejections;
  private final AgentClock clock;
  private final RandomGenerator random;
  private final Map<PublicKey, Telling> tellings = new HashMap<>();
  private final List<Action> answers = new ArrayList<>();
  private final List<KeptRemoval> learned = new ArrayList<>();
  private boolean decided;
  private long nextNanos = Long.MAX_VALUE;

  RemovalExchange(
      Mesh mesh, Outbox outbox, Rejections rejections, AgentClock clock, RandomGenerator random) {
    this.mesh = mesh;
    this.outbox = outbox;
    this.rejections = rejections;
    this.clock = clock;
    this.random = random;
  }

  /** Whether this host decides on membership, so that others go by what it says. */
  boolean decides() {
    return new Authority(mesh).decidesItself();
  }

  /** Takes in a message. */
  void receive(Peer peer, RemovalMessage message, long now) {
    switch (message) {
      case RemovalMessage.Told(long id, List<RemovalRecord> records) -> {
        if (!mesh.trust().levelOf(peer.key()).atLeast(TrustLevel.MEMBERSHIP)) {
          // Not confirmed either: who says it may come to decide, and says it again.
          rejections.count(
              RejectionRule.NOT_TRUSTED,
              peer.linkLocal(),
              mesh.nameOf(peer.key()),
              () -> "who is removed",
              now);
          return;
        }
        records.forEach(record -> take(peer, record));
        outbox.send(peer, new RemovalMessage.Heard(id).inner(), now).ifPresent(answers::add);
      }
      case RemovalMessage.Heard(long id) -> confirmed(peer, id, now);
    }
  }

  private void take(Peer sayer, RemovalRecord record) {
    PublicKey subject = record.subject();
    if (subject.equals(mesh.self())) {
      return;
    }
    KeptRemoval before = mesh.removedKeys().of(subject);
    String name = mesh.nameOf(subject);
    String known = name.equals(subject.toString()) ? "" : name;
    KeptRemoval kept =
        new KeptRemoval(
            record,
            known.isEmpty() && before != null ? before.name() : known,
            clock.wall(),
            Set.of());
    if (mesh.removedKeys().put(kept)) {
      log.info(
          "{} {}, says {}",
          name,
          record.removed() ? "is removed from the mesh" : "may come back to the mesh",
          mesh.nameOf(sayer.key()));
      learned.add(kept);
    }
  }

  private void confirmed(Peer peer, long id, long now) {
    Telling telling = tellings.get(peer.key());
    if (telling != null && telling.id == id && telling.told > telling.confirmed) {
      telling.confirmed = telling.told;
      telling.begin(now);
      nextNanos = now;
    }
  }

  /** What others have said that counts now, since this was asked last. */
  List<KeptRemoval> takeLearned() {
    List<KeptRemoval> taken = List.copyOf(learned);
    learned.clear();
    return taken;
  }

  /** Notes that something came from a peer: who has started anew, or was away, is told at once. */
  void heard(Peer peer, long now) {
    BootId bootId = peer.bootId();
    if (mesh.removedKeys().isEmpty()
        || bootId == null
        || !peer.understands(RemovalMessage.CAPABILITY)
        || !decides()) {
      return;
    }
    Telling telling = tellings.get(peer.key());
    if (telling == null || !telling.life.isSameAs(bootId)) {
      tellings.put(peer.key(), new Telling(bootId, now));
      nextNanos = now;
      return;
    }
    boolean waits = telling.nextNanos == Long.MAX_VALUE || now - SILENCE_NANOS > telling.heardNanos;
    if (waits && telling.confirmed < mesh.removedKeys().revision()) {
      telling.begin(now);
      nextNanos = now;
    }
    telling.heardNanos = now;
  }

  /** Tells everybody from the next step on what there is to be told. */
  void tellAll(long now) {
    for (Peer peer : mesh.peers()) {
      if (peer.isAlive(now)) {
        heard(peer, now);
      }
    }
    tellings.values().forEach(each -> each.begin(now));
    nextNanos = now;
  }

  /** What is to be sent now. */
  List<Action> due(long now) {
    List<Action> sends = new ArrayList<>(answers);
    answers.clear();
    boolean decides = decides();
    if (decides && !decided) {
      tellAll(now);
    }
    decided = decides;
    if (decides && now < nextNanos) {
      return sends;
    }
    int most = sends.size() + MOST_AT_ONCE;
    nextNanos = Long.MAX_VALUE;
    if (!decides) {
      tellings.clear();
    }
    for (Iterator<Map.Entry<PublicKey, Telling>> all = tellings.entrySet().iterator();
        all.hasNext(); ) {
      Map.Entry<PublicKey, Telling> each = all.next();
      Peer peer = mesh.peer(each.getKey());
      Telling telling = each.getValue();
      if (peer == null || peer.state() == null) {
        all.remove();
      } else if (telling.nextNanos > now) {
        nextNanos = Math.min(nextNanos, telling.nextNanos);
      } else if (sends.size() == most) {
        nextNanos = Math.min(nextNanos, now + PACE_NANOS);
      } else {
        tell(peer, telling, now).ifPresent(sends::add);
        nextNanos = Math.min(nextNanos, telling.nextNanos);
      }
    }
    return sends;
  }

  private Optional<Action.Send> tell(Peer peer, Telling telling, long now) {
    List<RemovedKeys.Entry> news =
        mesh.removedKeys().after(telling.confirmed, RemovalMessage.MAX_RECORDS);
    if (news.isEmpty() || !peer.isAlive(now)) {
      telling.nextNanos = Long.MAX_VALUE;
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
    List<RemovalRecord> records = news.stream().map(each -> each.kept().record()).toList();
    return outbox.send(peer, new RemovalMessage.Told(telling.id, records).inner(), now);
  }

  /** When {@link #due} must be asked at the latest; {@link Long#MAX_VALUE} if there is no need. */
  long deadlineNanos() {
    return answers.isEmpty() && learned.isEmpty() ? nextNanos : Long.MIN_VALUE;
  }

  /** How it stands with one of them. */
  RemovalView viewOf(RemovedKeys.Entry entry, boolean saved, long now) {
    int told = 0;
    int awaited = 0;
    int others = 0;
    List<String> routers = new ArrayList<>();
    if (decides()) {
      for (Peer peer : mesh.peers()) {
        Telling telling = tellings.get(peer.key());
        if (peer.state() == null || mesh.isBasic(peer.key())) {
          continue;
        }
        if (telling != null && telling.confirmed >= entry.revision()) {
          told++;
        } else if (!peer.isAlive(now) || !peer.understands(RemovalMessage.CAPABILITY)) {
          others++;
        } else {
          awaited++;
          if (peer.understands(Outbox.ROUTER)) {
            routers.add(mesh.nameOf(peer.key()));
          }
        }
      }
    }
    return new RemovalView(entry.kept(), saved, told, awaited, others, routers);
  }
}
