package io.wirelink.portmap;

import io.wirelink.device.Endpoint;
import io.wirelink.device.IpAddress;

/**
 * A mapping that a gateway has given.
 *
 * @param dialogue in which dialogue
 * @param external where this host is reached by it
 * @param renewNanos when more time is asked for
 * @param untilNanos when it is over
 */
record Held(Dialogue dialogue, Endpoint external, long renewNanos, long untilNanos) {

  private static final long NANOS_PER_SECOND = 1_000_000_000;

  /** One of now. */
  static Held since(Dialogue dialogue, Dialogue.Outcome.Granted granted, long nowNanos) {
    long seconds = Math.min(granted.lifetimeSeconds(), MapperTiming.MAX_LIFETIME_SECONDS);
    long lifetime = seconds * NANOS_PER_SECOND;
    return new Held(dialogue, granted.external(), nowNanos + lifetime / 2, nowNanos + lifetime);
  }

  /** The same, of which more time is asked for at another time. */
  Held renewedAt(long nanos) {
    return new Held(dialogue, external, nanos, untilNanos);
  }

  /** Whether what a gateway gives is a mapping, for this address of a host. */
  static boolean isMapping(Dialogue.Outcome.Granted granted, IpAddress local) {
    IpAddress address = granted.external().address();
    return granted.lifetimeSeconds() >= MapperTiming.MIN_LIFETIME_SECONDS
        && granted.external().port() != 0
        && address.family() == local.family()
        && address.isGlobalUnicast()
        && !address.isIpv4Mapped()
        && !isReserved(address);
  }

  /** 0.0.0.0/8 and 240.0.0.0/4, which no host has (RFC 6890). */
  private static boolean isReserved(IpAddress address) {
    return address.family() == IpAddress.Family.V4
        && (address.low() >>> 24 == 0 || address.low() >>> 28 == 0xf);
  }
}
