package io.wirelink.path;

import java.time.Duration;

/** The constants that decide how a path is watched (docs/protocol.md, "Constants"). */
final class PathTiming {

  private PathTiming() {}

  /** How long a stamp may be held until it is echoed; beyond that the clocks' drift would show. */
  static final long STAMP_HELD_NANOS = Duration.ofSeconds(2).toNanos();

  /** How long after a stamp was sent none is sent only to answer one: half of what Alive takes. */
  static final long STAMP_PAUSE_NANOS = Duration.ofSeconds(15).toNanos();

  /** How long a round trip counts that was measured: three times what Alive takes. */
  static final long ROUND_TRIP_NANOS = Duration.ofSeconds(90).toNanos();

  /** For how long traffic may go out and nothing come back before the peer is asked. */
  static final long UNRETURNED_NANOS = Duration.ofMillis(500).toNanos();

  /** How long an echo is waited for at least: agents sleep, and are started on slow machines. */
  static final long SHORTEST_ANSWER_NANOS = Duration.ofMillis(300).toNanos();

  /** How long an echo is waited for at most. */
  static final long LONGEST_ANSWER_NANOS = Duration.ofSeconds(1).toNanos();

  /** From when on this host itself is late for an answer: more than it takes to be woken up. */
  static final long LATE_NANOS = Duration.ofMillis(100).toNanos();

  /** After how many unanswered probes a path is given up. */
  static final int UNANSWERED_PROBES = 3;

  /** How many large probes must be answered in a row after a break. */
  static final int ECHOES_AFTER_BREAK = 3;

  /** How far those are apart. */
  static final long PROOF_INTERVAL_NANOS = Duration.ofMillis(300).toNanos();

  /** How soon a path that waits for a look expects it. */
  static final long LOOK_NANOS = Duration.ofMillis(50).toNanos();

  /** How often a peer is asked again that has not yet said that the path is good. */
  static final long PROVEN_RETRY_NANOS = Duration.ofSeconds(60).toNanos();

  /** As much traffic between two looks may hold a packet of the tunnel's size. */
  static final long LARGE_BYTES = 1_000;

  /** How often a path with such traffic is asked whether it carries large packets. */
  static final long LARGE_CHECK_NANOS = Duration.ofSeconds(4).toNanos();

  /** How often a path is asked at most because others think that something is wrong with it. */
  static final long LOOK_PAUSE_NANOS = Duration.ofSeconds(1).toNanos();

  /** How often the other side is told something of a path without being asked to answer. */
  static final int REPORTS = 3;

  /** How far those are apart. */
  static final long REPORT_INTERVAL_NANOS = Duration.ofSeconds(1).toNanos();

  /** How far those are apart that follow: all before them may be lost. */
  static final long LATER_REPORT_INTERVAL_NANOS = Duration.ofSeconds(4).toNanos();

  /**
   * For how long the other side is told that a path is given up, unless it says that it knows:
   * until then it has said by itself that it is alive, and has noticed.
   */
  static final long REPORTS_NANOS = Duration.ofSeconds(60).toNanos();

  /** How often a peer is told that this host has no other way to it. */
  static final long NEED_REFRESH_NANOS = Duration.ofSeconds(10).toNanos();

  /** For how long that counts. */
  static final long NEED_NANOS = Duration.ofSeconds(30).toNanos();

  /** How long a path is kept from traffic after its first break. */
  static final long FIRST_PAUSE_NANOS = Duration.ofSeconds(2).toNanos();

  /** How many times as long after each break that follows. */
  static final long PAUSE_GROWTH = 4;

  static final long LONGEST_PAUSE_NANOS = Duration.ofMinutes(10).toNanos();

  /** For how long a break is held against a path. */
  static final long FLAP_MEMORY_NANOS = LONGEST_PAUSE_NANOS;

  /** How often news may end a pause. */
  static final long PAUSE_NEWS_NANOS = Duration.ofMinutes(1).toNanos();

  /** How far two breaks are apart at least that have different causes. */
  static final long INCIDENT_NANOS = Duration.ofSeconds(10).toNanos();

  /** When a path that failed to prove itself is asked again. */
  static final long FIRST_PROOF_RETRY_NANOS = Duration.ofSeconds(5).toNanos();

  /** How often that time doubles, until it is the longest. */
  static final int PROOF_DOUBLINGS = 7;

  /** How long a peer whose agent does not answer, though its host is heard, is not asked again. */
  static final long MUTE_PAUSE_NANOS = Duration.ofSeconds(5).toNanos();

  /**
   * How long until something is said again that the other side has not said to know.
   *
   * @param passedNanos since it was said first
   */
  static long reportPauseNanos(long passedNanos) {
    return passedNanos < REPORTS * REPORT_INTERVAL_NANOS
        ? REPORT_INTERVAL_NANOS
        : LATER_REPORT_INTERVAL_NANOS;
  }
}
