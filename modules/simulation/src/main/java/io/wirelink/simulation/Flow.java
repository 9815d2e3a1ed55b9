package io.wirelink.simulation;

import io.wirelink.device.Endpoint;
import io.wirelink.device.IpAddress;
import java.time.Duration;
import java.util.Optional;

/**
 * Background traffic from one host to an address in the tunnel, and a meter of its outages.
 *
 * <p>What is measured is the way, not the patience of some protocol: after its window a sender that
 * waits for acknowledgements tries again each second, where TCP would double its timeout.
 */
public final class Flow {

  private static final long TIMEOUT_NANOS = 300 * Times.MILLISECOND;
  private static final long MAX_TIMEOUT_NANOS = Times.SECOND;

  private static final Endpoint NOWHERE = new Endpoint(IpAddress.v4(0), 1);

  private final Host from;
  private final Host to;
  private final IpAddress destination;
  private final TrafficPattern pattern;
  private final FlowLog log = new FlowLog();
  private int answered = -1;
  private long timeoutNanos = TIMEOUT_NANOS;
  private long lastSentNanos;
  private boolean running = true;

  /** Begins to send at once. */
  Flow(Host from, Host to, IpAddress destination, TrafficPattern pattern) {
    this.from = from;
    this.to = to;
    this.destination = destination;
    this.pattern = pattern;
    tick();
  }

  /** Who sends. */
  public Host from() {
    return from;
  }

  /** Who receives, at least at first: the network may be behind another host as well. */
  public Host to() {
    return to;
  }

  /** The address in the tunnel that it is for. */
  public IpAddress destination() {
    return destination;
  }

  /** How long its packets are outside of the tunnel over IPv4, in bytes. */
  int outerLength() {
    var packet = new InnerPacket(destination, destination, 1, packet(0));
    return new Datagram("", NOWHERE, NOWHERE, new Message.Transport(0, 0, packet)).length();
  }

  /** How it looks. */
  public TrafficPattern pattern() {
    return pattern;
  }

  /** How exactly outages can be measured: the time between two packets while none arrives. */
  public Duration resolution() {
    return pattern.window() > 0 ? Duration.ofNanos(MAX_TIMEOUT_NANOS) : pattern.interval();
  }

  /** Ends it. */
  public void stop() {
    running = false;
  }

  /** Begins to measure anew: what was sent before does not count any more. */
  public void mark() {
    log.clear();
  }

  /**
   * From a moment until traffic flows again: until the first packet that arrives (and is answered,
   * if answers belong to it) and is followed by five seconds in which one is lost at most, or one
   * in ten. Zero if nothing was interrupted; empty if it does not flow yet.
   */
  public Optional<Duration> restored(long sinceNanos) {
    return log.restored(sinceNanos, now(), false);
  }

  /** The same, but only what no host forwards counts. */
  public Optional<Duration> restoredDirectly(long sinceNanos) {
    return log.restored(sinceNanos, now(), true);
  }

  /** How many packets were sent since the mark that should have arrived by now. */
  public int sent() {
    return log.due(now());
  }

  /** How many of those were lost. */
  public int lost() {
    return log.lost(now());
  }

  /** For how long packets were lost, as far as they show it. */
  public Duration lostTime() {
    return pattern.interval().multipliedBy(lost());
  }

  private void tick() {
    if (!running) {
      return;
    }
    if (from.isAwake() && mayTransmit()) {
      lastSentNanos = now();
      int number = log.sent(lastSentNanos);
      from.sendIntoTunnel(destination, packet(number));
    }
    from.simulation().schedule(pattern.interval().toNanos(), this::tick);
  }

  private InnerPacket.Traffic packet(int number) {
    return new InnerPacket.Traffic(this, number, false, 0);
  }

  private boolean mayTransmit() {
    if (pattern.window() == 0 || log.next() - 1 - answered <= pattern.window()) {
      return true;
    }
    if (now() - lastSentNanos < timeoutNanos) {
      return false;
    }
    timeoutNanos = Math.min(2 * timeoutNanos, MAX_TIMEOUT_NANOS);
    return true;
  }

  /** A packet arrived where it should. */
  void arrived(int number, int forwarders, long nowNanos) {
    if (!pattern.isAnswered()) {
      log.delivered(number, forwarders, nowNanos);
    }
  }

  /** An answer came back. */
  void answered(int number, int forwarders, long nowNanos) {
    answered = Math.max(answered, number);
    timeoutNanos = TIMEOUT_NANOS;
    log.delivered(number, forwarders, nowNanos);
  }

  private long now() {
    return from.simulation().nowNanos();
  }

  @Override
  public String toString() {
    String manner =
        pattern.window() > 0 ? "acknowledged" : pattern.isAnswered() ? "answered" : "one-way";
    return manner + " traffic from " + from + " to " + to;
  }
}
