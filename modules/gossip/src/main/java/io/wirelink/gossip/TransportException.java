package io.wirelink.gossip;

import io.wirelink.device.IpAddress;
import java.io.IOException;
import java.io.Serial;

/** The transport could not be opened. The message is one sentence that says what to do. */
public final class TransportException extends IOException {

  @Serial private static final long serialVersionUID = 1L;

  /** Why, for those who act on it. */
  public enum Reason {
    /** Another process has the port. */
    PORT_IN_USE,
    /** The address is not on the host, or not usable yet. */
    ADDRESS_UNAVAILABLE,
    /** Anything else: the message says what. */
    FAILED
  }

  private final Reason reason;

  private TransportException(Reason reason, String message, IOException cause) {
    super(message, cause);
    this.reason = reason;
  }

  static TransportException portInUse(IpAddress address, int port, IOException cause) {
    return new TransportException(
        Reason.PORT_IN_USE,
        "UDP port %d of %s is in use: end the program that has it, perhaps another agent, or configure another port"
            .formatted(port, address),
        cause);
  }

  static TransportException addressUnavailable(IpAddress address, IOException cause) {
    return new TransportException(
        Reason.ADDRESS_UNAVAILABLE,
        "the address %s cannot be bound: check that the interface is up and has it, with `ip -6 address`"
            .formatted(address),
        cause);
  }

  static TransportException failed(IpAddress address, int port, IOException cause) {
    return new TransportException(
        Reason.FAILED,
        "UDP port %d of %s cannot be bound (%s): check the interface and the privileges of this process"
            .formatted(port, address, cause.getMessage()),
        cause);
  }

  /** Why the transport could not be opened. */
  public Reason reason() {
    return reason;
  }
}
