package io.wirelink.agent;

/**
 * One turn after the other for all of a kind, a share of them in each round, so that a round takes
 * no longer where they are a thousand. Who they are may change meanwhile; somebody who is missed by
 * that has a turn in the next sweep.
 *
 * <p>In each round {@link #begin} is called once, then {@link #isTurn} for all of them in an order
 * that stays, then {@link #end}.
 */
final class Sweep {

  /** How many have a turn in a round: as many as are reconsidered in one step. */
  static final int MAX_IN_ROUND = Touched.MAX_IN_STEP;

  /** The place of the first whose turn it is; 0 if no sweep is under way. */
  private int next;

  private int asked;
  private boolean under;

  /**
   * Begins a round.
   *
   * @param due whether a new sweep may begin; one that was begun goes on in any case
   */
  void begin(boolean due) {
    asked = 0;
    under = due || next > 0;
  }

  /** Whether it is the turn of the next one. */
  boolean isTurn() {
    int place = asked++;
    return under && place >= next && place < next + MAX_IN_ROUND;
  }

  /** Ends the round. */
  void end() {
    next = under && asked > next + MAX_IN_ROUND ? next + MAX_IN_ROUND : 0;
  }
}
