package io.wirelink.path;

import io.wirelink.device.Endpoint;
import io.wirelink.gossip.PathMessage.Word;
import java.util.Collection;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The direct path to one peer: what is known of it, and what is asked about it (docs/protocol.md,
 * "Paths"). It is told what the device's counters, the peer's echoes and the peer's words say, and
 * knows no clock; {@link #tick} is to be called when {@link #deadlineNanos} has come.
 *
 * <p>A peer whose agent answers probes is asked: only an echo proves both directions. Of any other,
 * WireGuard's own answers are all that is known.
 */
public final class Path {

  /**
   * What a reading of the device says of a peer, compared with the one before.
   *
   * @param fresh whether its handshake is recent enough
   * @param shaken whether there was a new handshake
   * @param sentBytes what was sent to it, but for the agent's own packets
   * @param sent whether that is traffic, and not only what WireGuard says by itself
   * @param received whether something came from it, but for packets of its agent
   * @param heard whether anything came from it
   * @param overdue whether an answer should have come long ago
   */
  public record Sample(
      boolean fresh,
      boolean shaken,
      long sentBytes,
      boolean sent,
      boolean received,
      boolean heard,
      boolean overdue) {}

  /** How a peer can be seen to answer. */
  public enum Answers {
    /** Its agent was not heard: perhaps there is none. */
    UNKNOWN,
    /** Its agent echoes probes. */
    ECHOES,
    /** Only as WireGuard itself does: it has an agent of another kind, or none. */
    WIREGUARD_ONLY
  }

  private final Runnable changed;
  private PathState state = new PathState.None(0);
  private final Probing probing = new Probing();
  private final ReturnPause pause = new ReturnPause();
  private Answers answers = Answers.UNKNOWN;
  private @Nullable Word theirs;

  private int echoesInRow;

  /** Since when nothing has come back for traffic; {@link Long#MAX_VALUE} if that is not so. */
  private long unreturnedNanos = Long.MAX_VALUE;

  /** When traffic went out first that nothing came back for, before the last break. */
  private long outageNanos;

  private boolean heardSinceAsked;

  /** Whether something came that may have been sent before the peer was asked. */
  private boolean heardPerhaps;

  /** Whether a look has shown that nothing came that was sent after the peer was asked. */
  private boolean missed;

  /** From when on what comes was sent after the peer was asked. */
  private long listenNanos;

  private boolean probedSinceAsked;

  /** Whether the peer's agent was heard by another way. */
  private boolean reportedSinceAsked;

  /**
   * Whether the path came back without proof, since the peer's agent could not be asked: that the
   * peer has yet to turn to it is then no break.
   */
  private boolean backUnproven;

  /** Until when a peer is not asked whose agent seems to be gone. */
  private long muteUntilNanos = Long.MIN_VALUE;

  private long sampledNanos;
  private long askedNanos = Long.MIN_VALUE;

  private final Reports reports = new Reports();

  /**
   * No path yet.
   *
   * @param changed is called whenever the state has become another one
   */
  public Path(Runnable changed) {
    this.changed = changed;
  }

  public PathState state() {
    return state;
  }

  private void become(PathState next) {
    state = next;
    changed.run();
  }

  /** Sets how the peer can be seen to answer. */
  public void setAnswers(Answers now, long nowNanos) {
    if (answers == now) {
      return;
    }
    answers = now;
    if (now != Answers.ECHOES) {
      theirs = null;
      reports.stop();
      probing.end();
      if (state instanceof PathState.InDoubt(long since, long upSince)) {
        become(new PathState.Up(upSince));
      }
    }
    if (state instanceof PathState.Answering) {
      prove(nowNanos);
    }
  }

  private boolean echoes() {
    return answers == Answers.ECHOES;
  }

  public boolean isHealthy() {
    return state.isHealthy();
  }

  public boolean carries() {
    return state.carries();
  }

  /** Whether this host would have traffic go by the path, as far as it alone can tell. */
  public boolean isGood() {
    return state.carries()
        || (state instanceof PathState.Answering(long since, PathBreak heldBack, boolean proven)
            && (proven || heldBack == null));
  }

  /** Notes that an endpoint of the peer is tried. */
  public void trying(Endpoint endpoint, long nowNanos) {
    if (state instanceof PathState.None || state instanceof PathState.Trying) {
      become(new PathState.Trying(endpoint, nowNanos));
    } else if (echoes() && !probing.isAsking() && state instanceof PathState.Down) {
      probing.begin(true, false, nowNanos);
    }
  }

  /** Notes that the peer is not on the device. */
  public void gone(long nowNanos) {
    if (!(state instanceof PathState.None)) {
      become(new PathState.None(nowNanos));
      probing.end();
      reports.stop();
    }
  }

  /** Notes that the peer has started anew, or has another address. */
  public void news(long nowNanos) {
    pause.news(nowNanos);
    if (state instanceof PathState.Answering && !isProven()) {
      prove(nowNanos);
    }
  }

  /** Notes that the peer's agent has started anew: what it said before counts no more. */
  public void restarted(long nowNanos) {
    theirs = null;
    news(nowNanos);
  }

  /** Takes in what the device says now. */
  public void sampled(Sample sample, long nowNanos) {
    long before = sampledNanos;
    sampledNanos = nowNanos;
    if (!sample.fresh()) {
      if (state.isHealthy()) {
        broke(PathBreak.NO_HANDSHAKE, nowNanos);
      }
      return;
    }
    listen(sample.received(), before);
    noteReturn(sample, before);
    switch (state) {
      case PathState.None none -> answers(null, nowNanos);
      case PathState.Trying trying -> answers(null, nowNanos);
      case PathState.Down(long since, PathBreak reason) -> {
        if (sample.shaken() || (!echoes() && sample.heard())) {
          answers(reason, nowNanos);
        } else if (sample.heard()) {
          lookAgain(nowNanos);
        }
      }
      case PathState.Answering answering -> {
        if (sample.overdue()) {
          broke(PathBreak.UNANSWERED, nowNanos);
        }
      }
      case PathState.InDoubt doubt -> {
        if (heardSinceAsked) {
          probing.setPatient();
        } else if (sample.overdue() && probing.isSmallOverdue()) {
          broke(PathBreak.UNANSWERED, nowNanos);
        }
      }
      case PathState.Up up -> watch(sample, nowNanos);
    }
  }

  private void noteReturn(Sample sample, long beforeNanos) {
    if (sample.received()) {
      unreturnedNanos = Long.MAX_VALUE;
    } else if (sample.sent() && unreturnedNanos == Long.MAX_VALUE) {
      unreturnedNanos = beforeNanos;
    }
  }

  /** Looks whether traffic of a path that is up gives reason to ask. */
  private void watch(Sample sample, long nowNanos) {
    if (!echoes()) {
      if (sample.overdue()) {
        broke(PathBreak.UNANSWERED, nowNanos);
      }
      return;
    }
    if (probing.isAsking() || nowNanos < muteUntilNanos) {
      return;
    }
    boolean unreturned =
        unreturnedNanos != Long.MAX_VALUE
            && nowNanos - unreturnedNanos >= PathTiming.UNRETURNED_NANOS;
    boolean bulk =
        sample.sentBytes() >= PathTiming.LARGE_BYTES
            && nowNanos - PathTiming.LARGE_CHECK_NANOS >= probing.largeSentNanos();
    if (unreturned || sample.overdue()) {
      doubt(bulk, nowNanos);
    } else if (bulk) {
      probing.begin(false, true, nowNanos);
    }
  }

  private void doubt(boolean large, long nowNanos) {
    if (state instanceof PathState.Up(long since)) {
      become(new PathState.InDoubt(nowNanos, since));
      beginToListen(nowNanos);
      probing.begin(true, large, nowNanos);
    }
  }

  /**
   * Takes note of what came since the last look. What came right after the peer was asked may have
   * been on its way before.
   */
  private void listen(boolean received, long sinceNanos) {
    boolean afterwards = sinceNanos >= listenNanos;
    heardSinceAsked |= received && afterwards;
    heardPerhaps |= received && !afterwards;
    missed |= !received && afterwards;
  }

  private void beginToListen(long nowNanos) {
    listenNanos = nowNanos + PathTiming.SHORTEST_ANSWER_NANOS;
    heardSinceAsked = false;
    heardPerhaps = false;
    missed = false;
    probedSinceAsked = false;
    reportedSinceAsked = false;
  }

  /** Whether what the device says now decides whether the path is given up. */
  public boolean isLookAwaited() {
    return state instanceof PathState.InDoubt
        && probing.isSmallOverdue()
        && !heardSinceAsked
        && !missed;
  }

  /** Looks at the path at once, since somebody thinks that something is wrong with it. */
  public void lookAtOnce(long nowNanos) {
    if (echoes() && !wasAskedLately(nowNanos) && state instanceof PathState.Up) {
      askedNanos = nowNanos;
      doubt(false, nowNanos);
    }
  }

  /** Whether the path was looked at so lately that it is not done again. */
  private boolean wasAskedLately(long nowNanos) {
    return askedNanos != Long.MIN_VALUE && nowNanos - PathTiming.LOOK_PAUSE_NANOS < askedNanos;
  }

  /** Looks at a path that may not be what it was: this host slept, or has another address. */
  public void doubtAfterChange(long nowNanos) {
    if (echoes() && state instanceof PathState.Up) {
      doubt(false, nowNanos);
    }
  }

  /** Notes that this host slept, so that the peer may have given the path up meanwhile. */
  public void slept(long nowNanos) {
    pause.slept(nowNanos);
  }

  /** Asks whether a path that broke works again, since something came from the peer. */
  private void lookAgain(long nowNanos) {
    if (echoes() && !wasAskedLately(nowNanos) && !probing.isAsking()) {
      askedNanos = nowNanos;
      probing.begin(true, false, nowNanos);
    }
  }

  /** Takes in that a probe came from the peer, so that what it sends arrives. */
  public void probed(Word word, long nowNanos) {
    probedSinceAsked = true;
    if (state instanceof PathState.Down) {
      lookAgain(nowNanos);
    }
    told(word, nowNanos);
  }

  /**
   * Takes in an echo.
   *
   * @return whether it answers a probe of this host
   */
  public boolean echoed(long id, Word word, long nowNanos) {
    Probing.Question question = probing.answered(id, nowNanos);
    if (question == null) {
      return false;
    }
    unreturnedNanos = Long.MAX_VALUE;
    boolean answered = !probing.isSmallOpen() && !probing.isLargeOpen();
    switch (state) {
      case PathState.InDoubt(long since, long upSince) -> {
        if (answered) {
          become(new PathState.Up(upSince));
          probing.end();
          reports.stop();
        }
      }
      case PathState.Down(long since, PathBreak reason) -> {
        probing.end();
        answers(reason, nowNanos);
      }
      case PathState.Answering(long since, PathBreak heldBack, boolean proven) -> {
        if (question.large()) {
          proveOneMore(since, heldBack, proven, nowNanos);
        } else if (!proven && !probing.isLargeOpen()) {
          // It answers where it is; whether it is fit for traffic is asked in its time.
          prove(nowNanos);
        }
      }
      case PathState.Up up -> endIf(answered);
      case PathState.None none -> endIf(answered);
      case PathState.Trying trying -> endIf(answered);
    }
    told(word, nowNanos);
    return true;
  }

  private void endIf(boolean answered) {
    if (answered) {
      probing.end();
    }
  }

  private void proveOneMore(
      long since, @Nullable PathBreak heldBack, boolean proven, long nowNanos) {
    echoesInRow++;
    if (!proven && echoesInRow < pause.echoesNeeded()) {
      probing.begin(false, true, nowNanos + PathTiming.PROOF_INTERVAL_NANOS);
      return;
    }
    become(new PathState.Answering(since, heldBack, true));
    // If the peer waits for this host's word, it is told with the next probe.
    probing.begin(true, false, heldBack == null ? Long.MAX_VALUE : nowNanos);
  }

  /** Takes in what the peer says of its side by another way than this path. */
  public void reported(Word word, long nowNanos) {
    reportedSinceAsked = true;
    told(word, nowNanos);
    if (word.asks() && state.broken() != null) {
      reports.answer(nowNanos);
    }
  }

  /** Takes in what the peer says of its side, by whatever way. */
  private void told(Word word, long nowNanos) {
    if (theirs != null && !word.isAfter(theirs)) {
      return;
    }
    theirs = word;
    if (!word.good() && state.carries()) {
      broke(PathBreak.GIVEN_UP_BY_PEER, nowNanos);
    } else if (word.good() && isProven()) {
      become(new PathState.Up(nowNanos));
      backUnproven = false;
      pause.proved();
      echoesInRow = 0;
    }
    if (!word.good() && !state.carries()) {
      // It knows.
      reports.stop();
    }
    if (word.asks()) {
      lookAtOnce(nowNanos);
    }
  }

  private boolean isProven() {
    return state instanceof PathState.Answering(long since, PathBreak heldBack, boolean proven)
        && proven;
  }

  private void answers(@Nullable PathBreak heldBack, long nowNanos) {
    become(new PathState.Answering(nowNanos, heldBack, false));
    unreturnedNanos = Long.MAX_VALUE;
    prove(nowNanos);
  }

  /** Sets out to prove that the path is fit for traffic, when its pause is over. */
  private void prove(long nowNanos) {
    echoesInRow = 0;
    long begin = Math.max(nowNanos, pause.untilNanos());
    probing.begin(false, true, begin);
    if (!echoes()) {
      promote(nowNanos);
    }
  }

  /** Lets a path have traffic that cannot be asked, when its pause is over. */
  private void promote(long nowNanos) {
    boolean over = nowNanos >= pause.untilNanos();
    if (over || answers == Answers.UNKNOWN) {
      probing.end();
    }
    if (over
        && answers == Answers.WIREGUARD_ONLY
        && state instanceof PathState.Answering(long since, PathBreak heldBack, boolean proven)) {
      become(new PathState.Up(nowNanos));
      backUnproven = heldBack != null;
    }
  }

  private void broke(PathBreak reason, long nowNanos) {
    long doubted = state instanceof PathState.InDoubt(long since, long upSince) ? since : nowNanos;
    outageNanos = Math.min(doubted, unreturnedNanos);
    boolean turning = backUnproven && reason == PathBreak.GIVEN_UP_BY_PEER;
    backUnproven = false;
    if (state.carries() && !turning) {
      pause.broke(nowNanos);
    } else if (state instanceof PathState.Answering && reason == PathBreak.LARGE_LOST) {
      pause.failed(nowNanos);
    }
    probing.end();
    unreturnedNanos = Long.MAX_VALUE;
    if (theirs != null) {
      // What it said before the break says nothing of what comes after it.
      theirs = new Word(theirs.order(), false, false);
    }
    if (reason == PathBreak.GIVEN_UP_BY_PEER || reason == PathBreak.LARGE_LOST) {
      answers(reason, nowNanos);
      if (reason == PathBreak.GIVEN_UP_BY_PEER && echoes()) {
        // Whether this host's packets do not arrive there, or the peer misses something else.
        beginToListen(nowNanos);
        probing.begin(true, false, nowNanos);
      }
    } else {
      become(new PathState.Down(nowNanos, reason));
    }
    if (echoes()) {
      reports.tell(nowNanos);
    } else {
      reports.stop();
    }
  }

  /**
   * Draws the conclusions that are due, and says what is to be asked now.
   *
   * @param witnessed whether the silence of the peer's agent is not enough to give the path up,
   *     because the peer has another way to say that it has lost it, or its traffic has none to go
   */
  public Collection<Probing.Question> tick(
      boolean witnessed, long nowNanos, RandomGenerator random) {
    if (nowNanos < probing.nextNanos()) {
      return List.of();
    }
    if (!echoes()) {
      promote(nowNanos);
      return List.of();
    }
    conclude(witnessed, nowNanos);
    if (nowNanos < probing.nextNanos()) {
      return List.of();
    }
    if (probing.isLargeOpen() && probing.largeSent() > 0) {
      probing.alsoSmall();
    }
    if (state instanceof PathState.Up(long since)
        && probing.isLargeOpen()
        && probing.largeSent() > 0) {
      beginToListen(nowNanos);
      become(new PathState.InDoubt(nowNanos, since));
    }
    if (state instanceof PathState.InDoubt && probing.isSmallOpen() && probing.smallSent() > 0) {
      // The other side is asked to look as well, so that both come to the same end at once.
      reports.ask(nowNanos);
    }
    Collection<Probing.Question> questions = probing.ask(nowNanos, random);
    if (questions.isEmpty() && isProven()) {
      // The peer's word may have got lost.
      probing.begin(true, false, nowNanos + PathTiming.PROVEN_RETRY_NANOS);
    }
    return questions;
  }

  private void conclude(boolean witnessed, long nowNanos) {
    if (probing.isSmallLost(nowNanos)) {
      concludeSilence(witnessed, nowNanos);
    } else if (probing.isLargeLost(nowNanos) && probing.isSmallAnswered()) {
      broke(PathBreak.LARGE_LOST, nowNanos);
    }
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
  private void concludeSilence(boolean witnessed, long nowNanos) {
    if (!state.isHealthy()) {
      probing.end();
    } else if (state instanceof PathState.InDoubt(long since, long upSince) && heardSinceAsked) {
      probing.end();
      muteUntilNanos = nowNanos + PathTiming.MUTE_PAUSE_NANOS;
      become(new PathState.Up(upSince));
      reports.stop();
    } else if (isLookAwaited() && probing.isLately(nowNanos)) {
      probing.await(nowNanos + PathTiming.LOOK_NANOS);
      return;
    } else if (state instanceof PathState.InDoubt
        && heardPerhaps
        && probing.smallSent() < 2 * PathTiming.UNANSWERED_PROBES) {
      // The next look will tell.
      return;
    } else if (state instanceof PathState.InDoubt
        && witnessed
        && !probedSinceAsked
        && !reportedSinceAsked) {
      probing.setPatient();
    } else {
      broke(probedSinceAsked ? PathBreak.ONE_WAY : PathBreak.UNANSWERED, nowNanos);
    }
  }

  /**
   * What the peer is to be told now by another way than this path; null if nothing.
   *
   * @param order the number of the word
   */
  public @Nullable Word report(int order, long nowNanos) {
    return reports.take(nowNanos) ? new Word(order, isGood(), reports.asks()) : null;
  }

  /** Whether the path is in doubt, and a first probe went unanswered. */
  public boolean isUnanswered() {
    return state instanceof PathState.InDoubt && probing.smallSent() > 1 && probing.isSmallOpen();
  }

  /** When {@link #tick} or {@link #report} is due; {@link Long#MAX_VALUE} if neither is. */
  public long deadlineNanos() {
    return Math.min(probing.nextNanos(), reports.nextNanos());
  }

  /** What was asked and answered. */
  public Probing probing() {
    return probing;
  }

  /** Since when traffic by the path got lost before its last break, as far as this host saw. */
  public long outageNanos() {
    return outageNanos;
  }

  /** Whether the peer's agent can be asked about the path. */
  public boolean isAsked() {
    return echoes();
  }

  /** How often the path broke, each time within ten minutes of the time before. */
  public int breaks() {
    return pause.breaks();
  }

  /** Until when the path is kept from traffic because it broke; in the past if it is not. */
  public long pausedUntilNanos() {
    return pause.untilNanos();
  }
}
