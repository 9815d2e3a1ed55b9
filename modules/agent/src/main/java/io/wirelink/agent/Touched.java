package io.wirelink.agent;

import io.wirelink.device.PublicKey;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Whom something happened to, so that they are reconsidered, and when that is due again by itself
 * because an endpoint of somebody may be tried.
 *
 * <p>That is done in the step in which it happened, but only for so many in one: when something
 * happened to a thousand, each step stays short, and what comes in meanwhile is heard.
 */
final class Touched {

  /** How many are reconsidered in a step; less those who are new on the device in it. */
  static final int MAX_IN_STEP = 64;

  private final Mesh mesh;
  private final Set<PublicKey> keys = new LinkedHashSet<>();

  /** Those of them who wait since the device was read, and to whom nothing happened after that. */
  private final Set<PublicKey> seen = new HashSet<>();

  private int arrived;
  private boolean left;
  private long nextTryNanos = Long.MAX_VALUE;

  Touched(Mesh mesh) {
    this.mesh = mesh;
  }

  /** Those whose turn is in this step, in the order in which something happened to them. */
  List<PublicKey> turn() {
    int most = MAX_IN_STEP - arrived;
    return keys.size() <= most
        ? List.copyOf(keys)
        : keys.stream().limit(Math.max(0, most)).toList();
  }

  /** Whether the device shows somebody as it is, though it was not read in this step. */
  boolean isSeen(PublicKey key) {
    return seen.contains(key);
  }

  void add(PublicKey key) {
    keys.add(key);
    seen.remove(key);
  }

  /** Notes that a peer is new on the device: to take it up is as much work as to reconsider it. */
  void arrived() {
    arrived++;
  }

  /** Touches this host and everybody whom it cares about. */
  void addAll() {
    add(mesh.self());
    mesh.peers().forEach(peer -> add(peer.key()));
  }

  /** Touches everybody whom the configuration names. */
  void addConfigured() {
    mesh.config().peers().keySet().forEach(this::add);
  }

  /** Touches those of whom an endpoint may be tried now. */
  void addDueTries(long now) {
    if (now < nextTryNanos) {
      return;
    }
    nextTryNanos = Long.MAX_VALUE;
    for (Peer peer : mesh.peers()) {
      if (peer.tries().nextTryNanos() <= now) {
        keys.add(peer.key());
      } else {
        nextTryNanos = Math.min(nextTryNanos, peer.tries().nextTryNanos());
      }
    }
  }

  /** Takes note of when an endpoint of somebody may be tried. */
  void planTry(long nanos) {
    nextTryNanos = Math.min(nextTryNanos, nanos);
  }

  /** When {@link #addDueTries} must be asked; {@link Long#MAX_VALUE} if nobody is to be tried. */
  long nextTryNanos() {
    return nextTryNanos;
  }

  void remove(PublicKey key) {
    keys.remove(key);
    seen.remove(key);
  }

  /**
   * Notes that these have been reconsidered; who is left has its turn in the next step.
   *
   * @param fresh whether the device was read in this step
   */
  void done(List<PublicKey> turn, boolean fresh) {
    turn.forEach(this::remove);
    if (fresh) {
      seen.addAll(keys);
    }
    left = !keys.isEmpty();
    arrived = 0;
  }

  /** Whether anybody waits to be reconsidered. */
  boolean isAny() {
    return !keys.isEmpty();
  }

  /** Whether the last step has left somebody to be reconsidered at once. */
  boolean isAnyLeft() {
    return left;
  }
}
