package io.wirelink.simulation;

import static java.time.Duration.ofSeconds;

import java.time.Duration;

/**
 * The kinds of single faults, with how long traffic that is hit may be interrupted when one begins
 * and when it ends, in seconds; -1 where that is not measured.
 */
enum FaultKind {
  /** Nothing passes between two hosts. */
  CUT(5, 1),
  /** Nothing passes in one direction. */
  ONE_WAY(6, 1),
  /** Some of all datagrams are lost in one direction. */
  LOSSY(-1, 6),
  /** Nothing passes between two hosts for twenty seconds, again and again for ten minutes. */
  FLAPPING(-1, 6),
  /** Much is lost, late and doubled on the internet. */
  BAD_INTERNET(-1, 6),
  /** Large datagrams vanish between two hosts, in one direction or both. */
  BLACK_HOLE(10, 1),
  /** A router is switched off for minutes. */
  ROUTER_OFF(6, 5),
  /** A leaf is switched off and on. */
  LEAF_OFF(6, 10),
  /** All are switched off, and the leaves on again. */
  POWER_FAILURE(0, 10),
  /** The routers are switched on after all others. */
  ROUTERS_BACK(5, 0),
  /** A NAT loses all mappings and gives new ports; see {@link #SILENT}. */
  NEW_PORTS(6, 0),
  /** A NAT loses all mappings, and may get another address. */
  FORGOTTEN(6, 0),
  /** A leaf gets another address. */
  NEW_ADDRESS(2, 0),
  /** The first of two uplinks goes down and up again. */
  UPLINK(6, 6),
  /** The clock on a wall is set forward. */
  CLOCK(0, 0),
  /** An agent is started anew. */
  AGENT_RESTART(0, 0),
  /**
   * An agent stops without a word, and starts again later. WireGuard goes on; but where a receiver
   * is silent, all that still tells that it is there is a keepalive after ten seconds.
   */
  AGENT_STOP(15, 6),
  /** A leaf falls asleep and wakes up. */
  SLEEP(6, 10),
  /** A device refuses to be changed for a while. */
  REFUSAL(0, 0);

  /**
   * Who is behind a NAT that has lost its mappings and only listens or answers knows nothing of it
   * until it speaks: each half a minute it says that it is alive.
   */
  static final Duration SILENT = ofSeconds(36);

  private final Duration begins;
  private final Duration ends;

  FaultKind(int beginsSeconds, int endsSeconds) {
    begins = ofSeconds(beginsSeconds);
    ends = ofSeconds(endsSeconds);
  }

  /**
   * Whether it takes paths away entirely; where it leaves something, what is best then is not for a
   * test to say.
   */
  boolean isMeasuredAtItsBeginning() {
    return !begins.isNegative();
  }

  /** Whether a path may seem to come back while it lasts, and then breaks again. */
  boolean breaksAgainAndAgain() {
    return switch (this) {
      case ONE_WAY, BLACK_HOLE, LOSSY, FLAPPING, BAD_INTERNET -> true;
      default -> false;
    };
  }

  /** Whether only traffic to which nothing is answered notices it. */
  boolean isNoticedByStreamsOnly() {
    return this == AGENT_STOP;
  }

  /** Whether it closes a NAT to who does not speak. */
  boolean closesNat() {
    return this == NEW_PORTS || this == FORGOTTEN;
  }

  /** From its beginning until what has another path must flow by that. */
  Duration begins() {
    return begins;
  }

  /** From its end until everything must flow. */
  Duration ends() {
    return ends;
  }
}
