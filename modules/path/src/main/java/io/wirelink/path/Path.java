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

  private final Standing standing;
  private final Probing probing = new Probing();
  private final ReturnPause pause = new ReturnPause();
  private final Reports reports = new Reports();
  private final Need need = new Need();
  private final UnreturnedTraffic unreturned = new UnreturnedTraffic();
  private final Proof proof;
  private final Doubt doubt;
  private final Outage outage;
  private final Agreement agreement;

  /**
   * No path yet.
   *
   * @param changed is called whenever the state has become another one
   */
  public Path(Runnable changed) {
    standing = new Standing(changed);
    proof = new Proof(standing, probing, pause, unreturned);
    doubt = new Doubt(standing, probing, reports, unreturned);
    outage = new Outage(standing, probing, pause, reports, unreturned, proof);
    agreement = new Agreement(standing, need, reports, proof, doubt, outage);
  }

  public PathState state() {
    return standing.state();
  }

  /** Sets how the peer can be seen to answer. */
  public void setAnswers(Answers now, long nowNanos) {
    if (standing.answers() == now) {
      return;
    }
    standing.setAnswers(now);
    if (now != Answers.ECHOES) {
      agreement.forget();
      reports.stop();
      need.stopTelling();
      probing.end();
      if (state() instanceof PathState.InDoubt(long since, long upSince)) {
        standing.become(new PathState.Up(upSince));
      }
    }
    proof.answersChanged(nowNanos);
  }

  public boolean isHealthy() {
    return state().isHealthy();
  }

  public boolean carries() {
    return state().carries();
  }

  /** Whether this host would have traffic go by the path, as far as it alone can tell. */
  public boolean isGood() {
    return standing.isGood();
  }

  /** Notes that an endpoint of the peer is tried. */
  public void trying(Endpoint endpoint, long nowNanos) {
    if (state() instanceof PathState.None || state() instanceof PathState.Trying) {
      standing.become(new PathState.Trying(endpoint, nowNanos));
    } else if (standing.echoes() && !probing.isAsking() && state() instanceof PathState.Down) {
      probing.begin(true, false, nowNanos);
    }
  }

  /** Notes that the peer is not on the device. */
  public void gone(long nowNanos) {
    if (!(state() instanceof PathState.None)) {
      standing.become(new PathState.None(nowNanos));
      probing.end();
      reports.stop();
      need.stopTelling();
    }
  }

  /** Notes that the peer has started anew, or has another address. */
  public void news(long nowNanos) {
    pause.news(nowNanos);
    proof.demandAnew(nowNanos);
  }

  /** Notes that the peer's agent has started anew: what it said before counts no more. */
  public void restarted(long nowNanos) {
    agreement.forget();
    news(nowNanos);
  }

  /** Notes that the peer's traffic cannot be sent by the path, whatever it carries. */
  public void notConfigured(long nowNanos) {
    if (carries()) {
      outage.begin(PathBreak.NOT_CONFIGURED, nowNanos);
    }
  }

  /** Notes whether this host sends by a path that is no good, for want of any other. */
  public void setNeeded(boolean needed, long nowNanos) {
    if (need.set(needed, standing.echoes(), nowNanos)) {
      probing.begin(true, false, nowNanos);
    } else if (needed) {
      proof.hurry(nowNanos);
    }
  }

  /** Whether either end has no other way. */
  public Need need() {
    return need;
  }

  /** What the peer is told of the path with a probe or an echo, under that number. */
  public Word word(int order) {
    return agreement.word(order, false);
  }

  /** Takes in what the device says now. */
  public void sampled(Sample sample, long nowNanos) {
    doubt.looked(sample, nowNanos);
    if (!sample.fresh()) {
      if (isHealthy()) {
        outage.begin(PathBreak.NO_HANDSHAKE, nowNanos);
      }
      return;
    }
    switch (state()) {
      case PathState.None _, PathState.Trying _ -> proof.begin(null, nowNanos);
      case PathState.Down(long since, PathBreak reason) -> {
        if (sample.shaken() || (!isAsked() && sample.heard())) {
          proof.begin(reason, nowNanos);
        } else if (sample.heard()) {
          doubt.lookAgain(nowNanos);
        }
      }
      case PathState.Answering _, PathState.InDoubt _, PathState.Up _ ->
          outage.beginIf(doubt.sampled(sample, nowNanos), nowNanos);
    }
  }

  /** Whether what the device says now decides whether the path is given up. */
  public boolean isLookAwaited() {
    return doubt.isLookAwaited();
  }

  /** Looks at the path at once, since somebody thinks that something is wrong with it. */
  public void lookAtOnce(long nowNanos) {
    doubt.lookAtOnce(nowNanos);
  }

  /** Looks at a path that may not be what it was: this host slept, or has another address. */
  public void doubtAfterChange(long nowNanos) {
    doubt.afterChange(nowNanos);
  }

  /** Notes that this host slept, so that the peer may have given the path up meanwhile. */
  public void slept(long nowNanos) {
    pause.slept(nowNanos);
  }

  /** Takes in that a probe came from the peer, so that what it sends arrives. */
  public void probed(Word word, long nowNanos) {
    doubt.probed(nowNanos);
    if (state() instanceof PathState.Down) {
      doubt.lookAgain(nowNanos);
    }
    agreement.told(word, nowNanos);
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
    unreturned.forget();
    boolean answered = !probing.isSmallOpen() && !probing.isLargeOpen();
    switch (state()) {
      case PathState.InDoubt inDoubt -> {
        if (answered) {
          doubt.dispel(inDoubt);
        }
      }
      case PathState.Down(long since, PathBreak reason) -> {
        probing.end();
        proof.begin(reason, nowNanos);
      }
      case PathState.Answering answering -> proof.echoed(answering, question.large(), nowNanos);
      case PathState.Up _, PathState.None _, PathState.Trying _ -> {
        if (answered) {
          probing.end();
        }
      }
    }
    agreement.told(word, nowNanos);
    return true;
  }

  /** Takes in what the peer says of its side by another way than this path. */
  public void reported(Word word, long nowNanos) {
    agreement.reported(word, nowNanos);
  }

  /**
   * Draws the conclusions that are due, and says what is to be asked now.
   *
   * @param witnessed whether the silence of the peer's agent is not enough to give the path up,
   *     because the peer has another way to say that it has lost it, or its traffic has none to go
   */
  public Collection<Probing.Question> tick(
      boolean witnessed, long nowNanos, RandomGenerator random) {
    if (nowNanos < probing.nextNanos() || probing.excuse(nowNanos)) {
      return List.of();
    }
    if (!isAsked()) {
      proof.promote(nowNanos);
      return List.of();
    }
    outage.beginIf(doubt.conclude(witnessed, nowNanos), nowNanos);
    if (nowNanos < probing.nextNanos()) {
      return List.of();
    }
    doubt.asksAgain(nowNanos);
    Collection<Probing.Question> questions = probing.ask(nowNanos, random);
    if (questions.isEmpty()) {
      proof.askForConfirmation(nowNanos);
    }
    return questions;
  }

  /**
   * What the peer is to be told now by another way than this path; null if nothing.
   *
   * @param order the number of the word
   */
  public @Nullable Word report(int order, long nowNanos) {
    return agreement.report(order, nowNanos);
  }

  /** Whether the path is in doubt, and a first probe went unanswered. */
  public boolean isUnanswered() {
    return doubt.isUnanswered();
  }

  /** When {@link #tick} or {@link #report} is due; {@link Long#MAX_VALUE} if neither is. */
  public long deadlineNanos() {
    return Math.min(probing.nextNanos(), agreement.reportNanos());
  }

  /** What was asked and answered. */
  public Probing probing() {
    return probing;
  }

  /** Since when traffic by the path got lost before its last break, as far as this host saw. */
  public long outageNanos() {
    return outage.sinceNanos();
  }

  /** Whether the peer's agent can be asked about the path. */
  public boolean isAsked() {
    return standing.echoes();
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
