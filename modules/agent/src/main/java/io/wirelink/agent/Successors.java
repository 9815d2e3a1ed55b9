package io.wirelink.agent;

import io.wirelink.device.DeviceState;
import io.wirelink.device.IpAddress;
import io.wirelink.device.PublicKey;
import io.wirelink.fact.KeyRotation;
import io.wirelink.gossip.Allowance;
import io.wirelink.gossip.RotationMessage;
import io.wirelink.gossip.Sealer;
import io.wirelink.trust.TrustLevel;
import java.security.InvalidKeyException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Follows other hosts to the keys that they take (docs/protocol.md, "Rotating"). */
final class Successors {

  private static final Logger log = LoggerFactory.getLogger(Successors.class);

  /** From the moment at which a host takes its key until its last packets are here. */
  private static final long SETTLE_NANOS = Duration.ofMillis(150).toNanos();

  /** How often in a row somebody tries its key, before somebody looks at what is wrong. */
  private static final int MOST_AT_ONCE = 16;

  /** A key a day is more than anybody wants. */
  private static final long INTERVAL_NANOS = Duration.ofMinutes(10).toNanos();

  /** What is answered as soon as it is kept. */
  private record Answer(long id, long revision) {}

  private final Mesh mesh;
  private final AgentClock clock;
  private final Outbox outbox;
  private final Sealer sealer;
  private final SuccessorJudge judge;
  private final Rejections rejections;
  private final Joining joining;
  private final SuccessionList list = new SuccessionList();
  private final SuccessorMoves moves;
  private final Replication others;

  /** How often hosts may say that they take another key, by the key that they have. */
  private final Map<PublicKey, Allowance> allowances = new HashMap<>();

  private final Map<PublicKey, Answer> waiting = new LinkedHashMap<>();
  private final List<Action> sends = new ArrayList<>();

  Successors(
      Mesh mesh,
      AgentClock clock,
      Outbox outbox,
      Sealer sealer,
      RandomGenerator random,
      Rejections rejections,
      Joining joining,
      DeviceChanges changes) {
    this.mesh = mesh;
    this.clock = clock;
    this.outbox = outbox;
    this.sealer = sealer;
    this.judge = new SuccessorJudge(mesh, sealer);
    this.rejections = rejections;
    this.joining = joining;
    this.moves = new SuccessorMoves(mesh, changes);
    this.others = new Replication(mesh, outbox, random, new FinishedSuccessions(list));
  }

  /** Takes in what was kept; to be called before the agent's first step. */
  void restore(List<KeptSuccession> kept) {
    kept.stream()
        .filter(each -> !each.rotation().from().equals(mesh.self()))
        .limit(SuccessionList.MAX)
        .forEach(list::put);
    list.sweep(clock.wall());
    for (KeptSuccession each : list.all()) {
      if (each.over()) {
        joining.succeed(each.rotation().from(), each.rotation().to());
      }
    }
    follow();
  }

  private void follow() {
    Map<PublicKey, PublicKey> successors = list.successors();
    mesh.removedKeys().setSuccessors(successors);
    if (mesh.setConfig(mesh.config().following(successors))) {
      // Others are trusted now: what they said and was not believed is to be said again.
      rejections.forgetRemembered();
      outbox.newBootId(clock.nowNanos());
    }
  }

  /** All that is to be kept, with a revision that rises with each change. */
  SuccessionList list() {
    return list;
  }

  /** Takes in a message. */
  void receive(Peer peer, RotationMessage message, long now) {
    switch (message) {
      case RotationMessage.Announced announced -> announced(peer, announced, now);
      case RotationMessage.Answered(long id, boolean accepted) -> {
        if (accepted) {
          others.confirmed(peer, id, now);
        }
      }
      case RotationMessage.Now(PublicKey to, int millis) -> {
        KeptSuccession kept = list.of(peer.key());
        if (kept != null
            && kept.rotation().to().equals(to)
            && !kept.over()
            && !kept.rotation().isWithdrawal()) {
          moves.schedule(peer.key(), now + Duration.ofMillis(millis).toNanos() + SETTLE_NANOS);
        }
      }
      case RotationMessage.Told told -> told(peer, told, now);
    }
  }

  private void announced(Peer peer, RotationMessage.Announced message, long now) {
    KeyRotation rotation = message.rotation();
    KeptSuccession before = list.of(peer.key());
    if (before != null && before.rotation().equals(rotation)) {
      waiting.put(peer.key(), new Answer(message.id(), list.revision()));
      return;
    }
    if (!rotation.from().equals(peer.key())) {
      reject(RejectionRule.NOT_TRUSTED, peer, "the key of another", now);
      return;
    }
    if (before != null && (before.over() || !rotation.supersedes(before.rotation()))) {
      return; // A letter that was long on its way, or that somebody says again.
    }
    Allowance allowance =
        allowances.computeIfAbsent(peer.key(), key -> new Allowance(MOST_AT_ONCE, INTERVAL_NANOS));
    if (moves.isMoved(peer.key()) || !allowance.take(now)) {
      return;
    }
    if (!rotation.isWithdrawal()
        && !(judge.isFree(rotation.to(), list) && judge.isProven(message))) {
      reject(RejectionRule.NOT_TRUSTED, peer, "a key that is not its own, or not free", now);
      send(peer, new RotationMessage.Answered(message.id(), false), now);
      return;
    }
    String name = mesh.nameOf(peer.key());
    String known = name.equals(peer.key().toString()) ? "" : name;
    list.put(new KeptSuccession(rotation, known, clock.wall(), false));
    waiting.put(peer.key(), new Answer(message.id(), list.revision()));
    if (rotation.isWithdrawal()) {
      log.info("{} stays with the key that it has", name);
    } else {
      log.info("{} is about to take another key, {}", name, rotation.to());
    }
  }

  private void told(Peer peer, RotationMessage.Told message, long now) {
    if (!mesh.trust().levelOf(peer.key()).atLeast(TrustLevel.MEMBERSHIP)) {
      // Not confirmed either: who says it may come to decide, and says it again.
      reject(RejectionRule.NOT_TRUSTED, peer, "who has another key", now);
      return;
    }
    for (KeyRotation each : message.rotations()) {
      KeptSuccession before = list.of(each.from());
      boolean itself = before != null && before.rotation().equals(each);
      boolean over = before != null && before.over();
      // Whom the own configuration names nobody else decides on, as with removals.
      boolean counts = itself || (!mesh.isConfigured(each.from()) && judge.isUsable(each.to()));
      if (!over && counts && !each.isWithdrawal() && !each.from().equals(mesh.self())) {
        String name = mesh.nameOf(each.from());
        conclude(
            new KeptSuccession(
                each, name.equals(each.from().toString()) ? "" : name, clock.wall(), true),
            now);
      }
    }
    send(peer, new RotationMessage.Answered(message.id(), true), now);
  }

  private void reject(RejectionRule rule, Peer peer, String detail, long now) {
    rejections.count(rule, peer.linkLocal(), mesh.nameOf(peer.key()), () -> detail, now);
  }

  private void send(Peer peer, RotationMessage message, long now) {
    outbox.send(peer, message.inner(), now).ifPresent(sends::add);
  }

  /** Notes that something came from a peer. */
  void heard(Peer peer, long now) {
    others.heard(peer, now);
  }

  /** Takes in a reading of the device, and gives the rest of the agent what is for it. */
  DeviceState read(DeviceState state, long now) {
    if (list.isEmpty()) {
      return state;
    }
    List<KeptSuccession> concluded = new ArrayList<>();
    DeviceState shown = moves.read(state, list.all(), concluded, now);
    concluded.forEach(each -> conclude(each.concluded(), now));
    return shown;
  }

  private void conclude(KeptSuccession kept, long now) {
    PublicKey from = kept.rotation().from();
    PublicKey to = kept.rotation().to();
    log.info("{} has another key now, {}", kept.name().isEmpty() ? from : kept.name(), to);
    if (mesh.isConfigured(from)) {
      log.info(
          "What is configured here for {} is for {} from now on: put that in its place when you"
              + " change the configuration",
          from,
          to);
    }
    list.put(kept);
    waiting.remove(from);
    Allowance allowance = allowances.remove(from);
    if (allowance != null) {
      allowances.put(to, allowance);
    }
    Peer peer = mesh.peer(from);
    if (peer != null && peer.isAddedHere()) {
      mesh.peerOrNew(to).setAddedHere();
    }
    joining.succeed(from, to);
    follow();
    sends.add(new Action.ReadDevice());
    others.tellAll(now);
  }

  /**
   * Does what is due, and adds what is to be done outside.
   *
   * @param keptRevision what of it is kept for the next start
   */
  void act(long keptRevision, List<Action> actions, long now) {
    for (PublicKey to : moves.act(open(), actions, now)) {
      call(to, actions);
    }
    waiting
        .entrySet()
        .removeIf(
            each -> {
              Peer peer = mesh.peer(each.getKey());
              boolean kept = each.getValue().revision() <= keptRevision;
              if (kept && peer != null) {
                send(peer, new RotationMessage.Answered(each.getValue().id(), true), now);
              }
              return kept || peer == null;
            });
    actions.addAll(sends);
    sends.clear();
    actions.addAll(others.due(now));
  }

  /** Those that are to come about. */
  private List<KeptSuccession> open() {
    return list.isEmpty()
        ? List.of()
        : list.all().stream()
            .filter(each -> !each.over() && !each.rotation().isWithdrawal())
            .toList();
  }

  /** Sends something to a new key, so that WireGuard makes a handshake. */
  private void call(PublicKey to, List<Action> actions) {
    try {
      byte[] packet = sealer.seal(to, new RotationMessage.Answered(0, true).inner());
      actions.add(new Action.Send(to, to.linkLocalAddress(), packet));
    } catch (InvalidKeyException e) {
      log.debug("Nothing can be agreed upon with {}", to);
    }
  }

  /** Whether an address is that of a key that somebody is to have. */
  boolean isNextAt(IpAddress address) {
    return open().stream()
        .anyMatch(each -> each.rotation().to().linkLocalAddress().equals(address));
  }

  /** Whether there is nothing to look after. */
  boolean isEmpty() {
    return list.isEmpty();
  }

  /** When {@link #act} must be called at the latest. */
  long deadlineNanos() {
    return sends.isEmpty()
        ? Math.min(moves.deadlineNanos(), others.deadlineNanos())
        : Long.MIN_VALUE;
  }
}
