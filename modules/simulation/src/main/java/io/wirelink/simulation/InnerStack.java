package io.wirelink.simulation;

import io.wirelink.device.Cidr;
import io.wirelink.device.IpAddress;
import io.wirelink.gossip.Allowance;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** What a host says and hears inside of the tunnel, and what it forwards there. */
final class InnerStack {

  /** What {@code wg-quick} sets where the path allows 1500 bytes. */
  static final int DEFAULT_MTU = 1420;

  /** How many ICMPv6 errors Linux sends to one address at once (net/ipv4/route.c). */
  private static final int ERRORS_AT_ONCE = 6;

  /** How often it sends one at least (net.ipv6.icmp.ratelimit); four times that by a /64 route. */
  private static final Duration ERROR_INTERVAL = Duration.ofSeconds(1);

  private final Host host;
  private final boolean forwarding;

  /** Networks behind this host: it answers for everybody there. */
  private final List<Cidr> networksBehind;

  private final Pings pings = new Pings();
  private final Map<IpAddress, Allowance> errors = new HashMap<>();
  private int mtu = DEFAULT_MTU;

  InnerStack(Host host, boolean forwarding, List<Cidr> networksBehind) {
    this.host = host;
    this.forwarding = forwarding;
    this.networksBehind = List.copyOf(networksBehind);
  }

  int mtu() {
    return mtu;
  }

  void setMtu(int newMtu) {
    mtu = newMtu;
  }

  Ping ping(IpAddress source, IpAddress destination) {
    Ping ping = pings.add(host.simulation());
    send(source, destination, new InnerPacket.Echo(ping.id(), false));
    return ping;
  }

  /** Sends a packet, and says whether the device took it. */
  boolean send(IpAddress source, IpAddress destination, InnerPacket.Payload payload) {
    return host.isAwake()
        && transmit(
            new InnerPacket(source, destination, InnerPacket.INITIAL_TIME_TO_LIVE, payload));
  }

  private boolean transmit(InnerPacket packet) {
    if (packet.length() > mtu) {
      host.simulation().note(host.name(), "finds too large for the tunnel", packet);
      return false;
    }
    return host.wireGuard().send(packet);
  }

  /**
   * Takes a packet that came out of the tunnel.
   *
   * @param socket takes what is for the agent's socket, and says whether there is one
   */
  void received(InnerPacket packet, boolean own, Predicate<InnerPacket> socket) {
    if (own || isBehind(packet.destination())) {
      deliver(packet, socket);
    } else if (forwarding && packet.timeToLive() > 1 && !packet.destination().isLinkLocal()) {
      transmit(packet.forwarded());
    }
  }

  private boolean isBehind(IpAddress address) {
    for (Cidr network : networksBehind) {
      if (network.contains(address)) {
        return true;
      }
    }
    return false;
  }

  private void deliver(InnerPacket packet, Predicate<InnerPacket> socket) {
    long now = host.simulation().nowNanos();
    switch (packet.payload()) {
      case InnerPacket.Udp udp -> {
        if (!socket.test(packet) && mayRefuse(packet.source(), now)) {
          sendBack(packet, new InnerPacket.Unreachable(packet.length()));
        }
      }
      case InnerPacket.Echo echo when echo.reply() ->
          pings.answered(echo, now, packet.timeToLive());
      case InnerPacket.Echo echo -> sendBack(packet, new InnerPacket.Echo(echo.id(), true));
      case InnerPacket.Traffic traffic ->
          traffic.received(packet.forwarders(), now).ifPresent(answer -> sendBack(packet, answer));
      case InnerPacket.Unreachable unreachable -> {}
      case InnerPacket.Nothing nothing -> {}
    }
  }

  private boolean mayRefuse(IpAddress source, long nowNanos) {
    return errors
        .computeIfAbsent(source, any -> new Allowance(ERRORS_AT_ONCE, ERROR_INTERVAL.toNanos()))
        .take(nowNanos);
  }

  private void sendBack(InnerPacket packet, InnerPacket.Payload payload) {
    IpAddress ours = packet.destination();
    IpAddress theirs = packet.source();
    send(ours, theirs, payload);
  }
}
