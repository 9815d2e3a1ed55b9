package io.wirelink.agent;

import io.wirelink.device.HostInterface;
import io.wirelink.device.InterfaceAddress;
import io.wirelink.device.IpAddress;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Whether this host's addresses are known, and when peers are to be shown that they have changed: a
 * WireGuard peer sends to where the last packet came from.
 */
final class OwnAddresses {

  private boolean known;
  private long retryNanos = Long.MAX_VALUE;
  private long callNanos = Long.MAX_VALUE;
  private int callsLeft;

  /**
   * Takes in a reading.
   *
   * @param tunnel the WireGuard interface, whose addresses do not count
   * @param before what was read before; empty at the first time
   * @return whether peers that are reached have to be called, since an address is gone
   */
  boolean read(String tunnel, List<HostInterface> before, List<HostInterface> now, long nowNanos) {
    known = true;
    retryNanos = Long.MAX_VALUE;
    // One that is only added changes nothing: packets come from where they came from.
    boolean changed = !before.isEmpty() && !usable(tunnel, now).containsAll(usable(tunnel, before));
    if (changed) {
      callsLeft = Timing.CALLS_AGAIN;
      callNanos = nowNanos + Timing.CALL_AGAIN_NANOS;
    }
    return changed;
  }

  private static Set<IpAddress> usable(String tunnel, List<HostInterface> interfaces) {
    return interfaces.stream()
        .filter(each -> each.up() && !each.name().equals(tunnel))
        .flatMap(each -> each.addresses().stream())
        .filter(InterfaceAddress::usable)
        .map(address -> address.cidr().address())
        .collect(Collectors.toSet());
  }

  /** Takes note that they could not be read: soon again, and then with the housekeeping. */
  void unread(long nowNanos) {
    retryNanos = known ? nowNanos + Timing.HOST_READ_RETRY_NANOS : Long.MAX_VALUE;
    known = false;
  }

  /** Whether they were read, and nobody has said since that they may be others. */
  boolean isKnown() {
    return known;
  }

  /** Whether they are to be read again now, without waiting for the housekeeping; true once. */
  boolean takeRetry(long nowNanos) {
    boolean due = nowNanos >= retryNanos;
    retryNanos = due ? Long.MAX_VALUE : retryNanos;
    return due;
  }

  /** Whether peers are to be called again now; true once each time. */
  boolean takeCall(long nowNanos) {
    boolean due = nowNanos >= callNanos;
    if (due) {
      callsLeft--;
      callNanos = callsLeft == 0 ? Long.MAX_VALUE : nowNanos + Timing.CALL_AGAIN_NANOS;
    }
    return due;
  }

  /** When one of both is due; {@link Long#MAX_VALUE} if neither is. */
  long deadlineNanos() {
    return Math.min(retryNanos, callNanos);
  }
}
