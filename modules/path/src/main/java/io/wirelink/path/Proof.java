package io.wirelink.path;

import org.jspecify.annotations.Nullable;

/**
 * What a path has to show before it has traffic: large echoes, as many as its past demands and not
 * before its pause is over, and the peer's word that it sees the same.
 */
final class Proof {

  private final Standing standing;
  private final Probing probing;
  private final ReturnPause pause;
  private final UnreturnedTraffic unreturned;
  private int echoesInRow;
  private boolean skipped;
  private long hurriedNanos;

  Proof(Standing standing, Probing probing, ReturnPause pause, UnreturnedTraffic unreturned) {
    this.standing = standing;
    this.probing = probing;
    this.pause = pause;
    this.unreturned = unreturned;
  }

  /**
   * The peer answers.
   *
   * @param heldBack why it is not trusted with traffic; null if nothing speaks against it
   */
  void begin(@Nullable PathBreak heldBack, long nowNanos) {
    standing.become(new PathState.Answering(nowNanos, heldBack, false));
    unreturned.forget();
    skipped = false;
    demand(nowNanos);
  }

  /** Sets out to prove that the path is fit for traffic, when its pause is over. */
  void demand(long nowNanos) {
    echoesInRow = 0;
    probing.begin(false, true, Math.max(nowNanos, pause.untilNanos()));
    if (!standing.echoes()) {
      promote(nowNanos);
    }
  }

  /**
   * Has a path prove itself now, whatever came before, since one end has no other way. One whose
   * proof fails is asked again after some seconds, as long as that is so.
   */
  void hurry(long nowNanos) {
    if (standing.state() instanceof PathState.Answering
        && !standing.isProven()
        && pause.untilNanos() > nowNanos
        && nowNanos - PathTiming.FIRST_PROOF_RETRY_NANOS >= hurriedNanos) {
      hurriedNanos = nowNanos;
      pause.end(nowNanos);
      demand(nowNanos);
    }
  }

  /** Asks a peer anew that is seen to answer in another way than before. */
  void answersChanged(long nowNanos) {
    if (standing.state() instanceof PathState.Answering) {
      demand(nowNanos);
    } else if (standing.echoes() && standing.state().carries()) {
      // Its agent may wait for this host's word.
      probing.begin(true, false, nowNanos);
    }
  }

  /** Does so if a path that answers has not shown it yet, since something is new about it. */
  void demandAnew(long nowNanos) {
    if (standing.state() instanceof PathState.Answering && !standing.isProven()) {
      demand(nowNanos);
    }
  }

  /** Lets a path have traffic that cannot be asked, when its pause is over. */
  void promote(long nowNanos) {
    boolean over = nowNanos >= pause.untilNanos();
    if (over || standing.answers() == Answers.UNKNOWN) {
      probing.end();
    }
    if (over
        && standing.answers() == Answers.WIREGUARD_ONLY
        && standing.state() instanceof PathState.Answering answering) {
      standing.become(new PathState.Up(nowNanos));
      skipped = answering.heldBack() != null;
    }
  }

  /**
   * Whether the path came back without a proof, since the peer's agent could not be asked: that the
   * peer has yet to turn to it is then no break.
   */
  boolean isSkipped() {
    return skipped;
  }

  /** Takes in an echo while the path answers. */
  void echoed(PathState.Answering state, boolean large, long nowNanos) {
    if (large) {
      count(state, nowNanos);
    } else if (!state.proven() && !probing.isLargeOpen()) {
      // It answers where it is; whether it is fit for traffic is asked in its time.
      demand(nowNanos);
    }
  }

  private void count(PathState.Answering state, long nowNanos) {
    echoesInRow++;
    if (!state.proven() && echoesInRow < pause.echoesNeeded()) {
      probing.begin(false, true, nowNanos + PathTiming.PROOF_INTERVAL_NANOS);
      return;
    }
    standing.become(new PathState.Answering(state.sinceNanos(), state.heldBack(), true));
    // If the peer waits for this host's word, it is told with the next probe.
    probing.begin(true, false, state.heldBack() == null ? Long.MAX_VALUE : nowNanos);
  }

  /** Takes in that the peer sees the same: what was proven may have traffic. */
  void confirmed(long nowNanos) {
    if (standing.isProven()) {
      standing.become(new PathState.Up(nowNanos));
      if (!probing.isAskingSoon(nowNanos)) {
        // Nothing is to be confirmed any more; as long as it is, traffic is not watched.
        probing.end();
      }
      pause.proved();
      skipped = false;
      echoesInRow = 0;
    }
  }

  /** Asks a proven path again, a minute from now: the peer's word may have got lost. */
  void askForConfirmation(long nowNanos) {
    if (standing.isProven()) {
      probing.begin(true, false, nowNanos + PathTiming.PROVEN_RETRY_NANOS);
    }
  }
}
