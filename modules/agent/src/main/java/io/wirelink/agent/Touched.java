package io.wirelink.agent;

import io.wirelink.device.PublicKey;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Whom something happened to, so that they are reconsidered in this step, and when that is due
 * again by itself because an endpoint of somebody may be tried.
 */
final class Touched {

  private final Mesh mesh;
  private final Set<PublicKey> keys = new LinkedHashSet<>();
  private long nextTryNanos = Long.MAX_VALUE;

  Touched(Mesh mesh) {
    this.mesh = mesh;
  }

  /** Those who were touched, in that order; who is added to it is touched as well. */
  Set<PublicKey> keys() {
    return keys;
  }

  void add(PublicKey key) {
    keys.add(key);
  }

  /** Touches this host and everybody whom it cares about. */
  void addAll() {
    keys.add(mesh.self());
    mesh.peers().forEach(peer -> keys.add(peer.key()));
  }

  /** Touches everybody whom the configuration names. */
  void addConfigured() {
    keys.addAll(mesh.config().peers().keySet());
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
  }

  /** Notes that all have been reconsidered. */
  void clear() {
    keys.clear();
  }
}
