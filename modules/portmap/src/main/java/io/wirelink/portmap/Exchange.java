package io.wirelink.portmap;

/**
 * Something that a gateway was asked and has not answered yet.
 *
 * @param dialogue in which dialogue
 * @param purpose for what
 * @param waitNanos how long it is waited between one time and the next
 * @param againNanos when it is said again
 * @param endNanos when nothing is expected any more
 */
record Exchange(
    Dialogue dialogue, Dialogue.Purpose purpose, long waitNanos, long againNanos, long endNanos) {

  /** One that begins now, with this much patience. */
  static Exchange begun(
      Dialogue dialogue, Dialogue.Purpose purpose, long nowNanos, long patienceNanos) {
    long wait = MapperTiming.AGAIN_NANOS;
    return new Exchange(dialogue, purpose, wait, nowNanos + wait, nowNanos + patienceNanos);
  }

  /** The same after it was said again: the next time it is waited for longer. */
  Exchange saidAgain(long nowNanos) {
    long wait = waitNanos * 2;
    return new Exchange(dialogue, purpose, wait, nowNanos + wait, endNanos);
  }

  /** When it is to be looked at next. */
  long deadlineNanos() {
    return Math.min(againNanos, endNanos);
  }
}
