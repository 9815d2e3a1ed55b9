package io.wirelink.agent;

import io.wirelink.device.PublicKey;
import io.wirelink.fact.KeyRotation;
import io.wirelink.gossip.RotationMessage;
import io.wirelink.gossip.Sealer;
import java.security.InvalidKeyException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Announces to all peers which key this host is going to have, until each has answered. */
final class Announcing {

  private static final Logger log = LoggerFactory.getLogger(Announcing.class);

  private static final long NEVER = Long.MAX_VALUE;

  /** How far it is with one other agent. */
  private static final class Telling {
    private long id;
    private byte @Nullable [] said;
    private final Retry retry = new Retry(Long.MIN_VALUE);
    private @Nullable Boolean accepted;
  }

  private final Mesh mesh;
  private final Outbox outbox;
  private final RandomGenerator random;
  private final Map<PublicKey, Telling> tellings = new HashMap<>();
  private @Nullable KeyRotation said;
  private @Nullable Sealer prover;
  private long nextNanos = NEVER;

  Announcing(Mesh mesh, Outbox outbox, RandomGenerator random) {
    this.mesh = mesh;
    this.outbox = outbox;
    this.random = random;
  }

  /** The number of what was announced last; -1 if nothing was. */
  long number() {
    return said == null ? -1 : said.number();
  }

  /**
   * Announces this to all peers, or takes back what was announced to those who follow it.
   *
   * @param by seals with the key that it is about
   */
  void announce(KeyRotation rotation, Sealer by) {
    if (rotation.isWithdrawal()) {
      tellings.values().removeIf(each -> !Boolean.TRUE.equals(each.accepted));
      tellings.replaceAll((key, each) -> new Telling());
    } else {
      tellings.clear();
    }
    said = rotation;
    prover = by;
    nextNanos = Long.MIN_VALUE;
  }

  /** Takes in an answer. */
  void answered(Peer peer, long id, boolean accepted) {
    Telling telling = tellings.get(peer.key());
    if (telling != null && telling.said != null && telling.id == id && telling.accepted == null) {
      telling.accepted = accepted;
      telling.retry.stop();
    }
  }

  /** Notes that something came from a peer. */
  void heard(Peer peer) {
    Telling telling = tellings.get(peer.key());
    if (said != null
        && peer.understands(RotationMessage.CAPABILITY)
        && (telling == null ? !said.isWithdrawal() : telling.accepted == null)) {
      nextNanos = Long.MIN_VALUE;
    }
  }

  /** Adds what is to be said now. */
  void due(List<Action> actions, long now) {
    KeyRotation rotation = said;
    Sealer by = prover;
    if (now < nextNanos || rotation == null || by == null) {
      return;
    }
    nextNanos = NEVER;
    int sent = 0;
    for (Peer peer : mesh.peers()) {
      boolean able = peer.isAlive(now) && peer.understands(RotationMessage.CAPABILITY);
      boolean concerned = !rotation.isWithdrawal() || tellings.containsKey(peer.key());
      if (peer.state() == null || !able || !concerned) {
        continue;
      }
      Telling telling = tellings.computeIfAbsent(peer.key(), key -> new Telling());
      if (telling.accepted != null) {
        continue;
      }
      if (telling.retry.isDue(now) && sent == Retry.MOST_AT_ONCE) {
        nextNanos = Math.min(nextNanos, now + Retry.PACE_NANOS);
      } else if (telling.retry.isDue(now)) {
        sent++;
        say(rotation, by, peer, telling, now).ifPresent(actions::add);
      }
      nextNanos = Math.min(nextNanos, telling.retry.nextNanos());
    }
  }

  private Optional<Action.Send> say(
      KeyRotation rotation, Sealer by, Peer peer, Telling telling, long now) {
    telling.retry.said(now);
    byte[] words = telling.said;
    try {
      if (words == null) {
        telling.id = random.nextLong();
        byte[] proof = by.seal(peer.key(), RotationMessage.proven(rotation));
        words = new RotationMessage.Announced(telling.id, rotation, proof).inner();
        telling.said = words;
      }
      return outbox.send(peer, words, now);
    } catch (InvalidKeyException e) {
      log.debug("Nothing can be agreed upon with {}", mesh.nameOf(peer.key()));
      return Optional.empty();
    }
  }

  /** Sends this to all who follow what was announced. */
  void sayToFollowers(byte[] word, List<Action> actions, long now) {
    for (Peer peer : mesh.peers()) {
      Telling telling = tellings.get(peer.key());
      if (telling != null && Boolean.TRUE.equals(telling.accepted)) {
        outbox.send(peer, word, now).ifPresent(actions::add);
      }
    }
  }

  /** How far each peer of the device is. */
  List<RotationView.Other> others(long now) {
    List<RotationView.Other> others = new ArrayList<>();
    for (Peer peer : mesh.peers()) {
      if (peer.state() != null) {
        PublicKey key = peer.key();
        others.add(
            new RotationView.Other(
                key, mesh.nameOf(key), mesh.isRouter(key), standingOf(peer, now)));
      }
    }
    return others;
  }

  private RotationView.Standing standingOf(Peer peer, long now) {
    Telling telling = tellings.get(peer.key());
    Boolean accepted = telling == null ? null : telling.accepted;
    if (accepted != null) {
      return accepted ? RotationView.Standing.FOLLOWS : RotationView.Standing.REFUSES;
    }
    if (peer.isAlive(now)) {
      return peer.understands(RotationMessage.CAPABILITY)
          ? RotationView.Standing.AWAITED
          : RotationView.Standing.UNABLE;
    }
    return peer.isHealthy() ? RotationView.Standing.UNABLE : RotationView.Standing.AWAY;
  }

  /** When {@link #due} must be asked at the latest. */
  long deadlineNanos() {
    return said == null ? NEVER : nextNanos;
  }
}
