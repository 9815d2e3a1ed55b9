package io.wirelink.path;

import org.jspecify.annotations.Nullable;

/**
 * Whether a path still works: what gives reason to ask the peer, and what follows from its answers
 * and from its silence. It says how the path broke, and leaves it to others to act on that.
 */
final class Doubt {

  private final Standing standing;
  private final Probing probing;
  private final Reports reports;
  private final UnreturnedTraffic unreturned;
  private final Listening listening = new Listening();

  /** Until when a peer is not asked whose agent seems to be gone. */
  private long muteUntilNanos = Long.MIN_VALUE;

  /** Whether the round under way asks because of traffic of a path that is kept from it. */
  private boolean heldBackAsked;

  private long askedNanos = Long.MIN_VALUE;
  private long lookedNanos;

  Doubt(Standing standing, Probing probing, Reports reports, UnreturnedTraffic unreturned) {
    this.standing = standing;
    this.probing = probing;
    this.reports = reports;
    this.unreturned = unreturned;
  }

  /** What came from the peer since it was asked. */
  Listening listening() {
    return listening;
  }

  /**
   * Takes note of a probe by the path. Where the agent was silent so far, the probes before say
   * only that it was not there: it is asked anew, now that it is.
   */
  void probed(long nowNanos) {
    if (listening.isAgentAwaited() && standing.state() instanceof PathState.InDoubt) {
      ask(false, nowNanos);
    }
    listening.probed();
  }

  /** Takes note of what a look at the device shows of what comes, and of what nothing comes for. */
  void looked(Sample sample, long nowNanos) {
    if (sample.fresh()) {
      listening.looked(sample.received(), lookedNanos);
      unreturned.looked(sample, lookedNanos);
    }
    lookedNanos = nowNanos;
  }

  /**
   * Looks at what the device says of a peer that answers.
   *
   * @return how the path broke; null if it did not
   */
  @Nullable PathBreak sampled(Sample sample, long nowNanos) {
    boolean broken =
        switch (standing.state()) {
          case PathState.None _, PathState.Trying _, PathState.Down _ -> false;
          case PathState.Answering _ -> watchHeldBack(sample, nowNanos);
          case PathState.InDoubt _ -> isRefuted(sample);
          case PathState.Up _ -> watch(sample, nowNanos);
        };
    return broken ? PathBreak.UNANSWERED : null;
  }

  private boolean isRefuted(Sample sample) {
    if (listening.isHeard()) {
      probing.setPatient();
      return false;
    }
    return sample.overdue() && probing.isSmallOverdue();
  }

  /**
   * Looks at traffic of a path that is kept from it: if there is any, it has no other way.
   *
   * @return whether the peer should have answered long ago
   */
  private boolean watchHeldBack(Sample sample, long nowNanos) {
    if (standing.echoes()
        && unreturned.isLong(nowNanos)
        && nowNanos >= muteUntilNanos
        && !probing.isAskingSoon(nowNanos)) {
      askHeldBack(nowNanos);
    }
    return sample.overdue();
  }

  /**
   * Looks whether traffic of a path that is up gives reason to ask.
   *
   * @return whether the peer cannot be asked, and should have answered long ago
   */
  private boolean watch(Sample sample, long nowNanos) {
    if (!standing.echoes()) {
      return sample.overdue();
    }
    if (probing.isAsking() || nowNanos < muteUntilNanos) {
      return false;
    }
    boolean bulk =
        sample.sentBytes() >= PathTiming.LARGE_BYTES
            && nowNanos - PathTiming.LARGE_CHECK_NANOS >= probing.largeSentNanos();
    if (unreturned.isLong(nowNanos) || sample.overdue()) {
      begin(bulk, nowNanos);
    } else if (bulk) {
      probing.begin(false, true, nowNanos);
    }
    return false;
  }

  private void begin(boolean large, long nowNanos) {
    if (standing.state() instanceof PathState.Up(long since)) {
      standing.become(new PathState.InDoubt(nowNanos, since));
      ask(large, nowNanos);
    }
  }

  private void ask(boolean large, long nowNanos) {
    heldBackAsked = false;
    listening.begin(nowNanos);
    probing.begin(true, large, nowNanos);
  }

  private void askHeldBack(long atNanos) {
    ask(false, atNanos);
    heldBackAsked = true;
  }

  /** Asks whether the peer is reached where it is, which has given the path up. */
  void givenUpByPeer(long nowNanos) {
    if (standing.echoes()) {
      ask(false, nowNanos);
    }
  }

  /** Looks at the path at once, since somebody thinks that something is wrong with it. */
  void lookAtOnce(long nowNanos) {
    if (!standing.echoes() || wasAskedLately(nowNanos)) {
      return;
    }
    if (standing.state() instanceof PathState.Up) {
      askedNanos = nowNanos;
      begin(false, nowNanos);
    } else if (standing.state() instanceof PathState.Answering && !probing.isAskingSoon(nowNanos)) {
      // It may be all that its traffic has. As soon as it answers it goes on to prove itself.
      askedNanos = nowNanos;
      ask(false, nowNanos);
    }
  }

  /**
   * Looks at a path that may not be what it was, and asks the peer to look as well: a NAT before it
   * may not let pass what comes from another address now.
   */
  void afterChange(long nowNanos) {
    if (standing.echoes() && standing.state() instanceof PathState.Up) {
      begin(false, nowNanos);
      reports.ask(nowNanos);
    }
  }

  /** Asks whether a path that broke works again, since something came from the peer. */
  void lookAgain(long nowNanos) {
    if (standing.echoes() && !wasAskedLately(nowNanos) && !probing.isAsking()) {
      askedNanos = nowNanos;
      probing.begin(true, false, nowNanos);
    }
  }

  /** Whether the path was looked at so lately that it is not done again. */
  private boolean wasAskedLately(long nowNanos) {
    return askedNanos != Long.MIN_VALUE && nowNanos - PathTiming.LOOK_PAUSE_NANOS < askedNanos;
  }

  /** Whether what the device says now decides whether the path is given up. */
  boolean isLookAwaited() {
    return standing.state() instanceof PathState.InDoubt
        && probing.isSmallOverdue()
        && listening.isUndecided();
  }

  /** Whether the path is in doubt, and a first probe went unanswered. */
  boolean isUnanswered() {
    return standing.state() instanceof PathState.InDoubt
        && probing.smallSent() > 1
        && probing.isSmallOpen();
  }

  /** Puts the doubt away: all that was asked is answered, or the agent alone is silent. */
  void dispel(PathState.InDoubt state) {
    standing.become(new PathState.Up(state.upSinceNanos()));
    probing.end();
    reports.stop();
  }

  /** Doubts what did not answer the questions before, now that the next ones are put. */
  void asksAgain(long nowNanos) {
    if (probing.isLargeOpen() && probing.largeSent() > 0) {
      probing.alsoSmall();
      if (standing.state() instanceof PathState.Up(long since)) {
        listening.begin(nowNanos);
        standing.become(new PathState.InDoubt(nowNanos, since));
      }
    }
    if (standing.state() instanceof PathState.InDoubt
        && probing.isSmallOpen()
        && probing.smallSent() > 0) {
      // The other side is asked to look as well, so that both come to the same end at once.
      reports.ask(nowNanos);
    }
  }

  /**
   * Draws the conclusions that are due.
   *
   * @param witnessed see {@link Path#tick}
   * @return how the path broke; null if it did not
   */
  @Nullable PathBreak conclude(boolean witnessed, long nowNanos) {
    if (probing.isSmallLost(nowNanos)) {
      return concludeSilence(witnessed, nowNanos);
    }
    return probing.isLargeLost(nowNanos) && probing.isSmallAnswered() ? PathBreak.LARGE_LOST : null;
  }

  /**
   * The peer's agent does not answer. Where the host itself is heard nevertheless, what arrives
   * there does not tell: if nothing did, its own agent would see that nothing comes back, and say
   * so. More likely there is none at the moment, and the path is good.
   *
   * <p>Where nothing at all is heard, and the agent does not answer by another way either, it is
   * the same: who is gone would have nothing of traffic that comes by that way, and a WireGuard
   * without an agent would refuse it. That one's own answers decide then.
   */
  private @Nullable PathBreak concludeSilence(boolean witnessed, long nowNanos) {
    if (!standing.state().isHealthy()) {
      probing.end();
      return null;
    }
    if (standing.state() instanceof PathState.Answering && heldBackAsked) {
      if (listening.isHeard()) {
        askHeldBack(nowNanos + PathTiming.MUTE_PAUSE_NANOS);
        return null;
      }
      if (probing.smallSent() < 2 * PathTiming.UNANSWERED_PROBES) {
        // It is kept from traffic because much gets lost, and is all that there is.
        return null;
      }
    }
    if (standing.state() instanceof PathState.InDoubt doubt) {
      if (listening.isHeard()) {
        muteUntilNanos = nowNanos + PathTiming.MUTE_PAUSE_NANOS;
        dispel(doubt);
        return null;
      }
      if (isLookAwaited() && probing.isLately(nowNanos)) {
        probing.await(nowNanos + PathTiming.LOOK_NANOS);
        return null;
      }
      if (listening.isPerhapsHeard() && probing.smallSent() < 2 * PathTiming.UNANSWERED_PROBES) {
        // The next look will tell.
        return null;
      }
      if (witnessed && !listening.isAgentHeard()) {
        listening.awaitAgent();
        probing.setPatient();
        return null;
      }
    }
    return listening.isProbed() ? PathBreak.ONE_WAY : PathBreak.UNANSWERED;
  }
}
