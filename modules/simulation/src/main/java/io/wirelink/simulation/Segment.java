package io.wirelink.simulation;

import io.wirelink.device.IpAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * A network on which all nodes reach each other: a LAN, or the public internet.
 *
 * <p>Loss, delay, duplication and reordering happen here, once for every passage.
 */
public final class Segment {

  /** How far behind a reordered datagram may fall. */
  private static final long MAX_REORDER_NANOS = 50 * Times.MILLISECOND;

  private record Direction(Node from, Node to) {}

  private final Simulation simulation;
  private final RandomGenerator random;
  private final String name;
  private final boolean internet;
  private final List<Node> nodes = new ArrayList<>();
  private final Map<Direction, Long> lastArrivalNanos = new HashMap<>();
  private LinkQuality quality;

  /**
   * A segment without nodes.
   *
   * @param internet whether every address is looked for here by those who have no other way
   */
  Segment(Simulation simulation, String name, boolean internet, LinkQuality quality) {
    this.simulation = simulation;
    this.random = simulation.newRandom();
    this.name = name;
    this.internet = internet;
    this.quality = quality;
  }

  /** Its name in the trace. */
  public String name() {
    return name;
  }

  boolean isInternet() {
    return internet;
  }

  /** How well it carries datagrams from now on. */
  public void setQuality(LinkQuality newQuality) {
    quality = newQuality;
  }

  /** How well it carries datagrams. */
  public LinkQuality quality() {
    return quality;
  }

  void join(Node node) {
    if (!nodes.contains(node)) {
      nodes.add(node);
    }
  }

  void leave(Node node) {
    nodes.remove(node);
  }

  /** Sends a datagram to the node that answers for an address, if there is one. */
  void carry(Node from, IpAddress nextHop, Datagram datagram) {
    for (Node node : nodes) {
      if (!node.equals(from) && node.answersFor(this, nextHop)) {
        if (random.nextDouble() < quality.loss()) {
          simulation.note(name, "loses", datagram);
        } else {
          carryTo(from, node, nextHop, datagram);
          if (random.nextDouble() < quality.duplication()) {
            carryTo(from, node, nextHop, datagram);
          }
        }
        return;
      }
    }
    simulation.note(name, "has nobody to take", datagram);
  }

  private void carryTo(Node from, Node to, IpAddress nextHop, Datagram datagram) {
    long delay = quality.latency().toNanos() + upTo(quality.jitter());
    if (random.nextDouble() < quality.reordering()) {
      delay += random.nextLong(MAX_REORDER_NANOS);
    } else {
      // Jitter is a queue that others stand in, too: what was sent first leaves it first.
      var direction = new Direction(from, to);
      long last = lastArrivalNanos.getOrDefault(direction, 0L);
      delay = Math.max(delay, last - simulation.nowNanos());
      lastArrivalNanos.put(direction, simulation.nowNanos() + delay);
    }
    simulation.schedule(
        delay,
        () -> {
          if (to.answersFor(this, nextHop)) {
            to.arrived(this, datagram);
          }
        });
  }

  private long upTo(Duration bound) {
    return bound.isZero() ? 0 : random.nextLong(bound.toNanos());
  }
}
