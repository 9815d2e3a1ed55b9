package io.wirelink.simulation;

import io.wirelink.device.Endpoint;
import io.wirelink.device.IpAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A conversation that a NAT translates, or all that a host inside has from one port. */
final class NatMapping {

  private final @Nullable Endpoint inside;
  private final @Nullable Endpoint remote;
  private final int outsidePort;
  private final Map<IpAddress, Long> sentNanos = new HashMap<>();
  private boolean replied;
  private long lastUsedNanos;

  /**
   * A mapping that nothing was sent by yet.
   *
   * @param inside whose it is; null if it was begun from outside and goes nowhere
   * @param remote whom it is for; null for everybody
   * @param outsidePort the port that it has outside
   */
  NatMapping(@Nullable Endpoint inside, @Nullable Endpoint remote, int outsidePort) {
    this.inside = inside;
    this.remote = remote;
    this.outsidePort = outsidePort;
  }

  int outsidePort() {
    return outsidePort;
  }

  private boolean serves(Endpoint other) {
    return remote == null || remote.equals(other);
  }

  /** Whether it translates what a host inside sends there. */
  boolean isOf(Endpoint source, Endpoint destination) {
    return source.equals(inside) && serves(destination);
  }

  /** Whether it was begun from outside, by this one, and goes nowhere. */
  boolean isUnsolicited(Endpoint source, int port) {
    return inside == null && outsidePort == port && serves(source);
  }

  /** Whether answers from the remote, or from anybody if that is null, to the port belong to it. */
  boolean occupies(int port, @Nullable Endpoint other) {
    return outsidePort == port && (other == null || serves(other));
  }

  /** Whether it lets in what somebody sends to a port. */
  boolean letsIn(Endpoint source, int port, NatKind.Filter filter) {
    return inside != null
        && outsidePort == port
        && serves(source)
        && (remote != null
            || filter == NatKind.Filter.NOBODY
            || sentNanos.containsKey(source.address()));
  }

  /** Takes note that something was sent by it, or, if it goes nowhere, came. */
  void sent(Endpoint destination, long nowNanos) {
    lastUsedNanos = nowNanos;
    sentNanos.put(destination.address(), nowNanos);
  }

  /** Takes note that something came by it, and says whose it is. */
  Endpoint received(long nowNanos) {
    lastUsedNanos = nowNanos;
    replied = true;
    return Objects.requireNonNull(inside);
  }

  /**
   * Whether it lives no longer; an address that was sent nothing for long is forgotten before.
   *
   * @param repliedNanos how long it lives without a packet, once one came
   */
  boolean isOver(long repliedNanos, long nowNanos) {
    sentNanos.values().removeIf(sent -> nowNanos - sent >= repliedNanos);
    return nowNanos - lastUsedNanos >= (replied ? repliedNanos : Nat.UNREPLIED_NANOS);
  }
}
