package io.wirelink.simulation;

import org.jspecify.annotations.Nullable;

/**
 * The sessions with one peer, at most three (WireGuard whitepaper, 6.3): the one to send with, the
 * one before, and one that a peer began and has not yet used. That one must not be sent with: the
 * peer may never have got our response.
 */
final class Sessions {

  private @Nullable Session current;
  private @Nullable Session previous;
  private @Nullable Session next;

  /** The session to send with. */
  @Nullable Session current() {
    return current;
  }

  void add(Session session) {
    if (session.isInitiator()) {
      previous = next != null ? next : current;
      next = null;
      current = session;
    } else {
      next = session;
      previous = null;
    }
  }

  /** The session that is called so here. */
  @Nullable Session find(long localIndex) {
    return isCalled(current, localIndex)
        ? current
        : isCalled(previous, localIndex) ? previous : isCalled(next, localIndex) ? next : null;
  }

  private static boolean isCalled(@Nullable Session session, long localIndex) {
    return session != null && session.localIndex() == localIndex;
  }

  /** Takes note that the peer used a session; true if it thereby became the one to send with. */
  boolean confirm(Session session) {
    if (session != next) {
      return false;
    }
    previous = current;
    current = next;
    next = null;
    return true;
  }

  /** Lets nothing be sent with any of them ({@code wg_noise_expire_current_peer_keypairs}). */
  void expire() {
    for (Session each : new Session[] {current, next}) {
      if (each != null) {
        each.expire();
      }
    }
  }

  void clear() {
    current = null;
    previous = null;
    next = null;
  }
}
