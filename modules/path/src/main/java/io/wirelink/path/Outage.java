package io.wirelink.path;

import org.jspecify.annotations.Nullable;

/** What follows when a path breaks, and since when traffic by it got lost. */
final class Outage {

  private final Standing standing;
  private final Probing probing;
  private final ReturnPause pause;
  private final Reports reports;
  private final UnreturnedTraffic unreturned;
  private final Proof proof;
  private long sinceNanos;

  Outage(
      Standing standing,
      Probing probing,
      ReturnPause pause,
      Reports reports,
      UnreturnedTraffic unreturned,
      Proof proof) {
    this.standing = standing;
    this.probing = probing;
    this.pause = pause;
    this.reports = reports;
    this.unreturned = unreturned;
    this.proof = proof;
  }

  /** Begins one, if there is a reason. */
  void beginIf(@Nullable PathBreak reason, long nowNanos) {
    if (reason != null) {
      begin(reason, nowNanos);
    }
  }

  void begin(PathBreak reason, long nowNanos) {
    PathState state = standing.state();
    long doubted = state instanceof PathState.InDoubt doubt ? doubt.sinceNanos() : nowNanos;
    sinceNanos = Math.min(doubted, unreturned.sinceNanos());
    boolean turning = proof.isSkipped() && reason == PathBreak.GIVEN_UP_BY_PEER;
    if (state.carries() && !turning) {
      pause.broke(nowNanos);
    } else if (state instanceof PathState.Answering && reason == PathBreak.LARGE_LOST) {
      pause.failed(nowNanos);
    }
    probing.end();
    unreturned.forget();
    switch (reason) {
      case GIVEN_UP_BY_PEER, LARGE_LOST, NOT_CONFIGURED -> proof.begin(reason, nowNanos);
      case NO_HANDSHAKE, UNANSWERED, ONE_WAY ->
          standing.become(new PathState.Down(nowNanos, reason));
    }
    if (standing.echoes()) {
      reports.tell(nowNanos);
    } else {
      reports.stop();
    }
  }

  /** When traffic went out first that nothing came back for, before the last break. */
  long sinceNanos() {
    return sinceNanos;
  }
}
