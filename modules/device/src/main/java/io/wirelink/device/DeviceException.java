package io.wirelink.device;

import java.io.Serial;

/**
 * Something on the host could not be read or changed. The message is one sentence for an operator:
 * what failed, on which interface, why, and what to do.
 */
public final class DeviceException extends Exception {

  @Serial private static final long serialVersionUID = 1L;

  /** What kind of failure it is, for those who act on it. */
  public enum Reason {
    /** There is no interface of this name. */
    NO_SUCH_INTERFACE,
    /** The interface exists and is not a WireGuard device. */
    NOT_WIREGUARD,
    /** The kernel has no WireGuard, and no userspace implementation serves the interface. */
    NO_WIREGUARD_HERE,
    /** The process lacks the privilege: CAP_NET_ADMIN, or access to a socket. */
    NO_PERMISSION,
    /** The interface was there and went away. */
    GONE,
    /** A library that is needed is not installed. */
    MISSING_LIBRARY,
    /** Anything else: the message says what. */
    FAILED
  }

  private final Reason reason;

  /** A failure without a cause worth keeping. */
  public DeviceException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  /** A failure with its cause, which is shown only when debugging. */
  public DeviceException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  /** The failure of whoever needs the private key of an interface that has none. */
  public static DeviceException noPrivateKey(String interfaceName) {
    return new DeviceException(
        Reason.FAILED,
        "the interface %1$s has no private key: set one with `wg set %1$s private-key FILE`"
            .formatted(interfaceName));
  }

  /** What kind of failure it is. */
  public Reason reason() {
    return reason;
  }
}
