package io.wirelink.simulation;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How often WireGuard's own handshakes crossed from some time on: each side gives up its initiation
 * for the other's, and neither may initiate again for five seconds. No agent can help it.
 */
final class Crossings {

  private record Pair(Host from, Host to) {}

  /** {@code REKEY_TIMEOUT} and the jitter of its retries. */
  private static final Duration DELAY = Duration.ofMillis(5_400);

  private final World world;
  private final Map<Pair, Integer> before = new HashMap<>();

  Crossings(World world) {
    this.world = world;
    for (Host from : world.mesh().hosts()) {
      for (Host to : world.mesh().hosts()) {
        before.put(new Pair(from, to), count(from, to));
      }
    }
  }

  private static int count(Host from, Host to) {
    return from.wireGuard().crossings(to.publicKey());
  }

  /** For how long a flow had to wait for them at most, on the way that it goes now. */
  Duration delay(Flow flow) {
    List<Host> way = world.way(flow.from(), flow.destination());
    int crossings = 0;
    for (int i = 1; i < way.size(); i++) {
      crossings += Math.max(since(way.get(i - 1), way.get(i)), since(way.get(i), way.get(i - 1)));
    }
    return DELAY.multipliedBy(crossings);
  }

  private int since(Host from, Host to) {
    return Math.max(0, count(from, to) - before.getOrDefault(new Pair(from, to), 0));
  }
}
