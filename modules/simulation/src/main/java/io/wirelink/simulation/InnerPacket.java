package io.wirelink.simulation;

import io.wirelink.device.IpAddress;
import java.util.Optional;

/**
 * An IP packet inside the tunnel.
 *
 * @param source who sends it
 * @param destination whom it is for
 * @param timeToLive how many hosts may still forward it
 * @param payload what it carries
 */
record InnerPacket(IpAddress source, IpAddress destination, int timeToLive, Payload payload) {

  /** What hosts send when nothing says otherwise. */
  static final int INITIAL_TIME_TO_LIVE = 64;

  private static final IpAddress NOBODY = IpAddress.v4(0);

  /** The empty packet that is no packet: WireGuard's keepalive. */
  static final InnerPacket KEEPALIVE = new InnerPacket(NOBODY, NOBODY, 0, new Nothing());

  /** What a packet carries. */
  sealed interface Payload {}

  /** No content at all. */
  record Nothing() implements Payload {}

  /**
   * A UDP datagram between two hosts' equal ports.
   *
   * @param port both ports
   * @param bytes its content
   */
  record Udp(int port, byte[] bytes) implements Payload {
    @Override
    public String toString() {
      return "udp " + port + " " + Gossiped.text(bytes);
    }
  }

  /**
   * An ICMP echo.
   *
   * @param id which ping it belongs to
   * @param reply whether it is the answer
   */
  record Echo(long id, boolean reply) implements Payload {}

  /**
   * An ICMP error: nobody listens at the port.
   *
   * @param refused the length of the packet that was for it, which comes back as far as there is
   *     room (RFC 4443, 3.1)
   */
  record Unreachable(int refused) implements Payload {}

  /**
   * A packet of background traffic, or its answer.
   *
   * @param flow which traffic it belongs to
   * @param number its number there
   * @param answer whether it is the answer
   * @param forwarders how many hosts forwarded what is answered
   */
  record Traffic(Flow flow, int number, boolean answer, int forwarders) implements Payload {

    int size() {
      return answer ? flow.pattern().answerSize() : flow.pattern().size();
    }

    /** Takes note that it arrived, and returns the answer if there is to be one. */
    Optional<Payload> received(int forwardersOnTheWay, long nowNanos) {
      int all = forwarders + forwardersOnTheWay;
      if (answer) {
        flow.answered(number, all, nowNanos);
        return Optional.empty();
      }
      flow.arrived(number, all, nowNanos);
      return flow.pattern().isAnswered()
          ? Optional.of(new Traffic(flow, number, true, all))
          : Optional.empty();
    }

    @Override
    public String toString() {
      return flow + " #" + number + (answer ? " answer" : "");
    }
  }

  private static final int IPV4_HEADER = 20;
  private static final int IPV6_HEADER = 40;
  private static final int UDP_HEADER = 8;
  private static final int ECHO = 64;
  private static final int ICMP_HEADER = 8;
  private static final int LONGEST_ERROR = 1280;

  boolean isKeepalive() {
    return payload instanceof Nothing;
  }

  /** The length in bytes, from the IP header on. */
  int length() {
    int header =
        switch (destination.family()) {
          case V4 -> IPV4_HEADER;
          case V6 -> IPV6_HEADER;
        };
    return switch (payload) {
      case Nothing nothing -> 0;
      case Udp udp -> header + UDP_HEADER + udp.bytes().length;
      case Echo echo -> header + ECHO;
      case Unreachable(int refused) -> Math.min(header + ICMP_HEADER + refused, LONGEST_ERROR);
      case Traffic traffic -> header + traffic.size();
    };
  }

  /** How many hosts forwarded it so far. */
  int forwarders() {
    return INITIAL_TIME_TO_LIVE - timeToLive;
  }

  InnerPacket forwarded() {
    return new InnerPacket(source, destination, timeToLive - 1, payload);
  }

  @Override
  public String toString() {
    return isKeepalive()
        ? "keepalive"
        : source + " -> " + destination + " ttl " + timeToLive + " " + payload;
  }
}
