package io.wirelink.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wirelink.device.Endpoint;
import io.wirelink.device.IpAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SegmentTest {

  private static final int MANY = 10_000;

  private final Simulation simulation = new Simulation(11);
  private final Sink one = new Sink("192.0.2.1");
  private final Sink other = new Sink("192.0.2.2");

  /** A node that keeps what it gets, with the time. */
  private final class Sink implements Node {
    final IpAddress address;
    final List<Long> counters = new ArrayList<>();
    final List<Long> arrivals = new ArrayList<>();

    Sink(String address) {
      this.address = IpAddress.parse(address);
    }

    @Override
    public String name() {
      return address.toString();
    }

    @Override
    public boolean answersFor(Segment segment, IpAddress asked) {
      return asked.equals(address);
    }

    @Override
    public void arrived(Segment segment, Datagram datagram) {
      counters.add(((Message.Transport) datagram.message()).counter());
      arrivals.add(simulation.nowNanos());
    }
  }

  private void sendMany(LinkQuality quality) {
    var segment = new Segment(simulation, "lan", false, quality);
    segment.join(one);
    segment.join(other);
    for (int i = 0; i < MANY; i++) {
      var message = new Message.Transport(1, i, InnerPacket.KEEPALIVE);
      var datagram =
          new Datagram(
              "one", new Endpoint(one.address, 1), new Endpoint(other.address, 2), message);
      segment.carry(one, other.address, datagram);
      simulation.runFor(Duration.ofMillis(1));
    }
    simulation.runFor(Duration.ofSeconds(1));
  }

  @Test
  void aGoodLinkDelaysEverythingByItsLatencyAndKeepsTheOrder() {
    sendMany(LinkQuality.INTERNET.withJitter(Duration.ZERO));
    assertEquals(MANY, other.counters.size());
    for (int i = 0; i < MANY; i++) {
      assertEquals(i, other.counters.get(i));
      assertEquals((i + 20) * Times.MILLISECOND, other.arrivals.get(i));
    }
    assertTrue(one.counters.isEmpty());
  }

  @Test
  void jitterDelaysMoreButDoesNotReorder() {
    sendMany(LinkQuality.INTERNET.withJitter(Duration.ofMillis(30)));
    assertEquals(other.counters.stream().sorted().toList(), other.counters);
    for (int i = 0; i < MANY; i++) {
      long delay = other.arrivals.get(i) - i * Times.MILLISECOND;
      assertTrue(delay >= 20 * Times.MILLISECOND && delay < 50 * Times.MILLISECOND, "" + delay);
    }
  }

  @Test
  void lossTakesItsShare() {
    sendMany(LinkQuality.LAN.withLoss(0.2));
    assertEquals(0.8 * MANY, other.counters.size(), 0.02 * MANY);
  }

  @Test
  void duplicationAddsItsShare() {
    sendMany(LinkQuality.LAN.withDuplication(0.1));
    assertEquals(1.1 * MANY, other.counters.size(), 0.02 * MANY);
  }

  @Test
  void reorderingLosesNothing() {
    sendMany(LinkQuality.LAN.withReordering(0.3));
    List<Long> sorted = other.counters.stream().sorted().toList();
    assertNotEquals(sorted, other.counters);
    assertEquals(MANY, sorted.size());
  }
}
