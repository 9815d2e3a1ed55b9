package io.wirelink.simulation;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/** When the packets of a flow were sent, and what became of them. */
final class FlowLog {

  /** How long a packet may take until it counts as lost. */
  private static final long PATIENCE_NANOS = Times.SECOND;

  /** For how long traffic must go well to count as flowing. */
  private static final long STEADY_NANOS = 5 * Times.SECOND;

  /**
   * Of how many packets one may be lost all the same; one in any case: what is on its way by a
   * router while both ends turn to the direct path is not accepted when it arrives.
   */
  private static final int ONE_IN = 10;

  private static final byte LOST = -1;

  private long[] sentNanos = new long[64];

  /** How many hosts forwarded it, or that it did not arrive. */
  private byte[] forwarders = new byte[64];

  /** The number of the first packet in the arrays. */
  private int first;

  private int next;

  /** The number of the packet that is sent next. */
  int next() {
    return next;
  }

  void clear() {
    first = next;
  }

  /** Notes that a packet is sent, and returns its number. */
  int sent(long nowNanos) {
    int at = next - first;
    if (at == sentNanos.length) {
      sentNanos = Arrays.copyOf(sentNanos, 2 * at);
      forwarders = Arrays.copyOf(forwarders, 2 * at);
    }
    sentNanos[at] = nowNanos;
    forwarders[at] = LOST;
    return next++;
  }

  /** Notes that a packet arrived, if it is not too late. */
  void delivered(int number, int forwardersOnTheWay, long nowNanos) {
    int at = number - first;
    if (at >= 0 && nowNanos - sentNanos[at] <= PATIENCE_NANOS) {
      forwarders[at] = (byte) forwardersOnTheWay;
    }
  }

  /** How many packets should have arrived by now. */
  int due(long nowNanos) {
    int count = next - first;
    while (count > 0 && nowNanos - sentNanos[count - 1] < PATIENCE_NANOS) {
      count--;
    }
    return count;
  }

  /** How many of those were lost. */
  int lost(long nowNanos) {
    int lost = 0;
    for (int i = 0; i < due(nowNanos); i++) {
      lost += forwarders[i] == LOST ? 1 : 0;
    }
    return lost;
  }

  /** From a moment until packets arrive steadily. */
  Optional<Duration> restored(long sinceNanos, long nowNanos, boolean directly) {
    int due = due(nowNanos);
    boolean interrupted = false;
    for (int i = 0; i < due; i++) {
      if (sentNanos[i] < sinceNanos) {
        continue;
      }
      if (isGood(i, directly) && isSteady(i, due, directly)) {
        return Optional.of(Duration.ofNanos(interrupted ? sentNanos[i] - sinceNanos : 0));
      }
      interrupted = true;
    }
    return Optional.empty();
  }

  private boolean isGood(int at, boolean directly) {
    return directly ? forwarders[at] == 0 : forwarders[at] != LOST;
  }

  /** Whether all is well from a packet on, for as long as it must be. */
  private boolean isSteady(int from, int due, boolean directly) {
    int bad = 0;
    int at = from;
    for (; at < due && sentNanos[at] - sentNanos[from] < STEADY_NANOS; at++) {
      bad += isGood(at, directly) ? 0 : 1;
    }
    return at < due && bad <= Math.max(1, (at - from) / ONE_IN);
  }
}
