package io.wirelink.agent;

import io.wirelink.device.PublicKey;
import io.wirelink.fact.RemovalRecord;
import io.wirelink.gossip.RemovalMessage;
import io.wirelink.trust.TrustLevel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What agents say to each other about who is kept out of the mesh (docs/protocol.md, "Removing").
 */
final class RemovalExchange implements Replication.Source {

  private static final Logger log = LoggerFactory.getLogger(RemovalExchange.class);

  private final Mesh mesh;
  private final Outbox outbox;
  private final Rejections rejections;
  private final AgentClock clock;
  private final Replication others;
  private final List<Action> answers = new ArrayList<>();
  private final List<KeptRemoval> learned = new ArrayList<>();

  RemovalExchange(
      Mesh mesh, Outbox outbox, Rejections rejections, AgentClock clock, RandomGenerator random) {
    this.mesh = mesh;
    this.outbox = outbox;
    this.rejections = rejections;
    this.clock = clock;
    this.others = new Replication(mesh, outbox, random, this);
  }

  @Override
  public int capability() {
    return RemovalMessage.CAPABILITY;
  }

  @Override
  public long revision() {
    return mesh.removedKeys().revision();
  }

  @Override
  public Optional<Replication.Batch> after(long revision) {
    List<RemovedKeys.Entry> news = mesh.removedKeys().after(revision, RemovalMessage.MAX_RECORDS);
    if (news.isEmpty()) {
      return Optional.empty();
    }
    List<RemovalRecord> records = news.stream().map(each -> each.kept().record()).toList();
    return Optional.of(
        new Replication.Batch(
            news.getLast().revision(), id -> new RemovalMessage.Told(id, records).inner()));
  }

  /** Whether this host decides on membership, so that others go by what it says. */
  boolean decides() {
    return others.decides();
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
      case RemovalMessage.Heard(long id) -> others.confirmed(peer, id, now);
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

  /** What others have said that counts now, since this was asked last. */
  List<KeptRemoval> takeLearned() {
    List<KeptRemoval> taken = List.copyOf(learned);
    learned.clear();
    return taken;
  }

  /** Notes that something came from a peer: who has started anew, or was away, is told at once. */
  void heard(Peer peer, long now) {
    others.heard(peer, now);
  }

  /** Tells everybody from the next step on what there is to be told. */
  void tellAll(long now) {
    others.tellAll(now);
  }

  /** What is to be sent now. */
  List<Action> due(long now) {
    List<Action> sends = new ArrayList<>(answers);
    answers.clear();
    sends.addAll(others.due(now));
    return sends;
  }

  /** When {@link #due} must be asked at the latest; {@link Long#MAX_VALUE} if there is no need. */
  long deadlineNanos() {
    return answers.isEmpty() && learned.isEmpty() ? others.deadlineNanos() : Long.MIN_VALUE;
  }

  /** How it stands with one of them. */
  RemovalView viewOf(RemovedKeys.Entry entry, boolean saved, long now) {
    int told = 0;
    int awaited = 0;
    int unable = 0;
    List<String> routers = new ArrayList<>();
    if (decides()) {
      for (Peer peer : mesh.peers()) {
        if (peer.state() == null || mesh.isBasic(peer.key())) {
          continue;
        }
        if (others.isConfirmed(peer, entry.revision())) {
          told++;
        } else if (!peer.isAlive(now) || !peer.understands(RemovalMessage.CAPABILITY)) {
          unable++;
        } else {
          awaited++;
          if (peer.understands(Outbox.ROUTER)) {
            routers.add(mesh.nameOf(peer.key()));
          }
        }
      }
    }
    return new RemovalView(entry.kept(), saved, told, awaited, unable, routers);
  }
}
