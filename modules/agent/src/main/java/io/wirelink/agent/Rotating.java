package io.wirelink.agent;

import io.wirelink.device.PrivateKey;
import io.wirelink.device.PublicKey;
import io.wirelink.fact.KeyRotation;
import io.wirelink.gossip.RotationMessage;
import io.wirelink.gossip.Sealer;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives this host another key (docs/protocol.md, "Rotating"): makes it, announces it under the old
 * one, and takes it when the operator says so and the others were told at which moment.
 */
final class Rotating {

  private static final Logger log = LoggerFactory.getLogger(Rotating.class);

  /** How long before it takes its key this host begins to say so, and how often it does. */
  private static final long LEAD_NANOS = Duration.ofMillis(400).toNanos();

  private static final long NOW_NANOS = Duration.ofMillis(50).toNanos();

  private static final long NEVER = Long.MAX_VALUE;

  private final Mesh mesh;
  private final AgentClock clock;
  private final Sealer sealer;
  private final RandomGenerator random;
  private final PresharedKeys keys;
  private final Announcing announcing;
  private @Nullable OwnRotation own;

  private long revision;
  private long changeNanos = NEVER;
  private long nextNowNanos = NEVER;
  private boolean changed;

  Rotating(
      Mesh mesh,
      AgentClock clock,
      Outbox outbox,
      Sealer sealer,
      RandomGenerator random,
      PresharedKeys keys) {
    this.keys = keys;
    this.mesh = mesh;
    this.clock = clock;
    this.sealer = sealer;
    this.random = random;
    this.announcing = new Announcing(mesh, outbox, random);
  }

  /** Takes in what was kept; to be called before the agent's first step. */
  void restore(@Nullable OwnRotation kept) {
    if (kept != null && kept.from().equals(mesh.self())) {
      take(kept);
      log.info(
          "This host is about to take another key, {}: 'wirelink rotate' goes on with it",
          kept.to().publicKey());
    }
  }

  private void take(OwnRotation rotation) {
    own = rotation;
    announcing.announce(rotation.rotation(), new Sealer(rotation.to(), random));
  }

  /** What is to be kept for the next start; null if nothing. */
  @Nullable OwnRotation own() {
    return own;
  }

  /** Rises with each change of that. */
  long revision() {
    return revision;
  }

  /** Makes a key, if none is made yet, and announces it as soon as it is kept. */
  void begin() {
    if (own != null) {
      return;
    }
    long number = Math.max(announcing.number() + 1, Math.max(0, clock.wall().getEpochSecond()));
    PrivateKey key = PrivateKey.generate(random);
    take(new OwnRotation(mesh.self(), key, number, clock.wall()));
    revision++;
    log.info("This host is about to take another key, {}, as told", key.publicKey());
  }

  /**
   * Takes the key in a moment, and tells the others when.
   *
   * @param keptRevision what of this is kept for the next start
   * @throws RotationRefusedException if nothing was announced
   */
  void change(long keptRevision) throws RotationRefusedException {
    if (own == null) {
      throw new RotationRefusedException("no other key was made for this host");
    }
    if (keptRevision < revision) {
      throw new RotationRefusedException(
          "the other key is not on this host's disk yet: the log says why");
    }
    if (changeNanos == NEVER && !changed) {
      changeNanos = clock.nowNanos() + LEAD_NANOS;
      nextNowNanos = clock.nowNanos();
    }
  }

  /** Stays with the key that this host has, and tells those who follow another. */
  void withdraw() throws RotationRefusedException {
    OwnRotation before = own;
    if (before == null) {
      throw new RotationRefusedException("no other key was made for this host");
    }
    if (changeNanos != NEVER || changed) {
      throw new RotationRefusedException("the other key is being taken at this moment");
    }
    own = null;
    announcing.announce(new KeyRotation(mesh.self(), mesh.self(), before.number() + 1), sealer);
    revision++;
    log.info("This host stays with the key that it has, as told");
  }

  /** Takes note that the device did not take the key. */
  void keyRefused(String why) {
    changed = false;
    keys.keeping().want();
    log.error("The other key could not be set: {}; this host goes on with the one before", why);
  }

  /** Takes in an answer. */
  void answered(Peer peer, long id, boolean accepted) {
    announcing.answered(peer, id, accepted);
  }

  /** Notes that something came from a peer. */
  void heard(Peer peer) {
    announcing.heard(peer);
  }

  /**
   * Adds what is to be done now.
   *
   * @param keptRevision what of this is kept for the next start: nothing is said before
   */
  void act(long keptRevision, List<Action> actions, long now) {
    if (keptRevision < revision || changed) {
      return;
    }
    announcing.due(actions, now);
    if (own != null && now >= nextNowNanos) {
      sayWhen(own, actions, now);
    }
  }

  /** Tells those who follow when this host takes its key, and takes it when it is time. */
  private void sayWhen(OwnRotation rotation, List<Action> actions, long now) {
    long left = Math.max(0, changeNanos - now);
    PublicKey to = rotation.to().publicKey();
    byte[] word = new RotationMessage.Now(to, (int) Duration.ofNanos(left).toMillis()).inner();
    announcing.sayToFollowers(word, actions, now);
    nextNowNanos = Math.min(now + NOW_NANOS, changeNanos);
    if (left == 0) {
      changed = true;
      changeNanos = NEVER;
      nextNowNanos = NEVER;
      keys.keeping().nothing(actions);
      actions.add(new Action.ChangeKey(rotation.to(), keys.keeping().agreedPeers()));
      // It lets WireGuard call now, and so not when the others do, who wait for a moment.
      announcing.sayToFollowers(word, actions, now);
    }
  }

  /**
   * How it stands; null if no other key was made.
   *
   * @param keptRevision what of this is kept for the next start
   */
  @Nullable RotationView view(long keptRevision) {
    OwnRotation rotation = own;
    if (rotation == null) {
      return null;
    }
    return new RotationView(
        rotation.from(),
        rotation.to().publicKey(),
        rotation.since(),
        keptRevision >= revision,
        changeNanos != NEVER || changed,
        announcing.others(clock.nowNanos()));
  }

  /** When {@link #act} must be called at the latest. */
  long deadlineNanos() {
    return changed ? NEVER : Math.min(announcing.deadlineNanos(), nextNowNanos);
  }
}
