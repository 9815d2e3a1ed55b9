package io.wirelink.path;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One round of questions to a peer after another: which probes are out, which were answered, and
 * when the next are due. A round asks small, large, or both; what was answered is not asked again
 * in it.
 */
public final class Probing {

  /** Probes that are remembered: those that may still be answered, and enough to tell a loss. */
  private static final int REMEMBERED = 32;

  /**
   * A probe to be sent.
   *
   * @param id names it in the echo
   * @param large whether it is to be as large as the tunnel carries
   */
  public record Question(long id, boolean large) {}

  /**
   * What became of probes.
   *
   * @param asked how many were sent and had their time
   * @param lost how many of them were not answered
   */
  public record Loss(int asked, int lost) {}

  /** A probe that was sent, and whether it was answered. */
  private static final class Asked {
    final Question question;
    final int round;
    final long sentNanos;
    boolean answered;

    Asked(Question question, int round, long sentNanos) {
      this.question = question;
      this.round = round;
      this.sentNanos = sentNanos;
    }
  }

  private final Deque<Asked> asked = new ArrayDeque<>();
  private int round;
  private boolean asksSmall;
  private boolean asksLarge;
  private boolean smallAnswered;
  private boolean largeAnswered;
  private int smallSent;
  private int largeSent;
  private long nextNanos = Long.MAX_VALUE;
  private boolean patient;

  /** Whether this host was late already for the answers to the last questions. */
  private boolean excused;

  private @Nullable Duration roundTrip;
  private @Nullable Duration lastTaken;
  private long varianceNanos;
  private long largeAnsweredNanos = Long.MIN_VALUE;
  private long largeSentNanos = Long.MIN_VALUE;

  /** Begins a round at that time; one that was under way is over. */
  void begin(boolean small, boolean large, long atNanos) {
    round++;
    asksSmall = small;
    asksLarge = large;
    smallAnswered = false;
    largeAnswered = false;
    smallSent = 0;
    largeSent = 0;
    patient = false;
    nextNanos = atNanos;
  }

  /** Asks for a small echo beside the large one, if that is not asked already. */
  void alsoSmall() {
    asksSmall = true;
  }

  /** Gives the answers more time, since the peer is heard. */
  void setPatient() {
    patient = true;
  }

  void end() {
    nextNanos = Long.MAX_VALUE;
  }

  /** Asks nothing more until that time. */
  void await(long nanos) {
    nextNanos = nanos;
  }

  /** Whether the last question was put so lately that its answer may come yet. */
  boolean isLately(long nowNanos) {
    return !asked.isEmpty()
        && nowNanos - asked.getLast().sentNanos < PathTiming.LONGEST_ANSWER_NANOS;
  }

  boolean isAsking() {
    return nextNanos != Long.MAX_VALUE;
  }

  /** Whether the next question is so near that nobody needs to hurry it. */
  boolean isAskingSoon(long nowNanos) {
    return nextNanos - PathTiming.LONGEST_ANSWER_NANOS <= nowNanos;
  }

  /** When the next probes are due; {@link Long#MAX_VALUE} if none are. */
  long nextNanos() {
    return nextNanos;
  }

  boolean isSmallOpen() {
    return asksSmall && !smallAnswered;
  }

  boolean isLargeOpen() {
    return asksLarge && !largeAnswered;
  }

  boolean isSmallAnswered() {
    return smallAnswered;
  }

  /** Whether as many small probes as it takes went unanswered, and the last had its time. */
  boolean isSmallLost(long nowNanos) {
    return isSmallOverdue() && nowNanos >= nextNanos;
  }

  /** Whether as many small probes as it takes were sent, and none was answered yet. */
  boolean isSmallOverdue() {
    return isSmallOpen() && smallSent >= PathTiming.UNANSWERED_PROBES;
  }

  /** The same as {@link #isSmallLost} of large ones. */
  boolean isLargeLost(long nowNanos) {
    return isLargeOpen() && largeSent >= PathTiming.UNANSWERED_PROBES && nowNanos >= nextNanos;
  }

  /** How many of the round's small questions were put, answered or not. */
  int smallSent() {
    return smallSent;
  }

  /** How many of the round's large questions were put, answered or not. */
  int largeSent() {
    return largeSent;
  }

  /**
   * Gives the answers more time if this host comes late to look for them, once for each question:
   * they may have come, and not have been read yet, on a host that has so much to do.
   */
  boolean excuse(long nowNanos) {
    long late = nowNanos - nextNanos;
    if (excused || smallSent + largeSent == 0 || late < PathTiming.LATE_NANOS) {
      return false;
    }
    excused = true;
    nextNanos = nowNanos + Math.min(late, PathTiming.LONGEST_ANSWER_NANOS);
    return true;
  }

  /** The next questions of the round, whose time has come. */
  Deque<Question> ask(long nowNanos, RandomGenerator random) {
    Deque<Question> questions = new ArrayDeque<>();
    excused = false;
    if (isSmallOpen()) {
      smallSent++;
      questions.add(question(false, nowNanos, random));
    }
    if (isLargeOpen()) {
      largeSent++;
      largeSentNanos = nowNanos;
      questions.add(question(true, nowNanos, random));
    }
    nextNanos = questions.isEmpty() ? Long.MAX_VALUE : nowNanos + patienceNanos();
    return questions;
  }

  private Question question(boolean large, long nowNanos, RandomGenerator random) {
    Question question = new Question(random.nextLong(), large);
    asked.addLast(new Asked(question, round, nowNanos));
    if (asked.size() > REMEMBERED) {
      asked.removeFirst();
    }
    return question;
  }

  /**
   * Takes an answer. One that comes late, to a question of a round before, answers none of this.
   *
   * @return the question; null if it was not put, or was answered before
   */
  public @Nullable Question answered(long id, long nowNanos) {
    Asked found = null;
    for (Asked each : asked) {
      if (each.question.id() == id && !each.answered) {
        found = each;
      }
    }
    if (found == null) {
      return null;
    }
    found.answered = true;
    measured(nowNanos - found.sentNanos);
    if (found.question.large()) {
      largeAnsweredNanos = nowNanos;
    }
    if (found.round == round) {
      smallAnswered = true;
      largeAnswered |= found.question.large();
    }
    return found.question;
  }

  /** As a TCP smooths its round trips (RFC 6298, 2). */
  private void measured(long nanos) {
    lastTaken = Duration.ofNanos(nanos);
    if (roundTrip == null) {
      roundTrip = Duration.ofNanos(nanos);
      varianceNanos = nanos / 2;
    } else {
      long before = roundTrip.toNanos();
      varianceNanos += (Math.abs(before - nanos) - varianceNanos) / 4;
      roundTrip = Duration.ofNanos(before + (nanos - before) / 8);
    }
  }

  private long patienceNanos() {
    if (patient || roundTrip == null) {
      return PathTiming.LONGEST_ANSWER_NANOS;
    }
    long usual = roundTrip.toNanos() + 4 * varianceNanos;
    return Math.clamp(usual, PathTiming.SHORTEST_ANSWER_NANOS, PathTiming.LONGEST_ANSWER_NANOS);
  }

  /** How long an answer takes, smoothed; null if none came yet. */
  public @Nullable Duration roundTrip() {
    return roundTrip;
  }

  /** How long the last answer took; null if none came yet. */
  public @Nullable Duration lastTaken() {
    return lastTaken;
  }

  /** When the last large probe was answered; {@link Long#MIN_VALUE} if none was. */
  public long largeAnsweredNanos() {
    return largeAnsweredNanos;
  }

  /** When the last large probe was sent; {@link Long#MIN_VALUE} if none was. */
  long largeSentNanos() {
    return largeSentNanos;
  }

  /** What became of the last probes, up to 32, that had the time to be answered. */
  public Loss loss(long nowNanos) {
    int all = 0;
    int lost = 0;
    for (Asked each : asked) {
      boolean overdue = nowNanos - each.sentNanos >= PathTiming.LONGEST_ANSWER_NANOS;
      all += each.answered || overdue ? 1 : 0;
      lost += !each.answered && overdue ? 1 : 0;
    }
    return new Loss(all, lost);
  }
}
