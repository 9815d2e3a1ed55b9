package io.wirelink.simulation;

import java.util.ArrayList;
import java.util.List;

/** The echoes of one host that may still be answered. */
final class Pings {

  private final List<Ping> waiting = new ArrayList<>();

  Ping add(Simulation simulation) {
    long now = simulation.nowNanos();
    waiting.removeIf(old -> old.isOver(now));
    var ping = new Ping(simulation.newIndex(), now);
    waiting.add(ping);
    return ping;
  }

  void answered(InnerPacket.Echo reply, long nowNanos, int timeToLive) {
    waiting.stream()
        .filter(ping -> ping.id() == reply.id())
        .forEach(ping -> ping.answered(nowNanos, timeToLive));
  }
}
