package io.wirelink.simulation;

import static java.time.Duration.ofMinutes;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wirelink.agent.Action;
import io.wirelink.agent.Time;
import io.wirelink.path.Traffic;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How many bytes go through the tunnel of a leaf in a mesh in which nothing happens. */
class RestTrafficTest {

  /** Counts what each host's agent sends and is sent, as packets of the tunnel. */
  private static final class Bytes implements Observer {

    private final Map<String, Long> sent = new HashMap<>();
    private final Map<String, Long> received = new HashMap<>();
    private final Mesh mesh;

    private Bytes(Mesh mesh) {
      this.mesh = mesh;
    }

    @Override
    public void acted(Host host, Time now, Action action) {
      if (action instanceof Action.Send send) {
        long bytes = send.packet().length + (long) Traffic.INNER_HEADERS;
        sent.merge(host.name(), bytes, Long::sum);
        received.merge(mesh.nameOf(send.recipient()), bytes, Long::sum);
      }
    }

    /** The mean of all leaves. */
    private double ofLeaf(Map<String, Long> bytes, int leaves, Duration time) {
      long all = bytes.values().stream().mapToLong(Long::longValue).sum();
      return (double) (all - bytes.getOrDefault("r", 0L)) / leaves / time.toSeconds();
    }
  }

  /** On one network, as in the lab that measures the same on real hosts. */
  private static Mesh mesh(long seed, int leaves) {
    MeshBuilder builder =
        Mesh.builder(seed).router("r").lan("office", NatKind.PORT_PRESERVING).keepaliveSeconds(25);
    for (int i = 0; i < leaves; i++) {
      builder.leafOnLan("leaf" + i, "office");
    }
    Mesh mesh = builder.build();
    mesh.startAll();
    mesh.runUntil(mesh::allDirect, ofMinutes(1));
    return mesh;
  }

  @ParameterizedTest
  @CsvSource({"10, 40", "30, 100"})
  void aLeafOfAnOfficeSaysAndHearsLittle(int leaves, int mostPerSecond) {
    Mesh mesh = mesh(1, leaves);
    mesh.runFor(ofMinutes(2));
    Bytes bytes = new Bytes(mesh);
    mesh.observe(bytes);
    Duration time = ofMinutes(20);
    mesh.runFor(time);
    double sent = bytes.ofLeaf(bytes.sent, leaves, time);
    double received = bytes.ofLeaf(bytes.received, leaves, time);
    System.out.printf(
        "%d leaves: each sends %.1f B/s and receives %.1f B/s%n", leaves, sent, received);
    assertTrue(sent <= mostPerSecond, sent + " B/s sent");
    assertTrue(received <= mostPerSecond, received + " B/s received");
    assertTrue(mesh.allDirect(), "not all are direct any more");
  }

  /** Where a session ends, its path is given up, and traffic goes by the router for a moment. */
  @Seeds
  void noPathIsEverGivenUpForWantOfAHandshake(long seed) {
    Mesh mesh = mesh(seed, 4);
    for (int i = 0; i < 60; i++) {
      // Traffic at any time makes handshakes at any time.
      mesh.runFor(Duration.ofSeconds(47 + 13L * (i % 7)));
      assertTrue(mesh.allDirect(), "not direct after ping " + i);
      Ping ping = mesh.ping("leaf" + i % 4, "leaf" + (i + 1) % 4);
      mesh.runFor(Duration.ofMillis(100));
      assertTrue(ping.isAnswered(), "ping " + i);
      assertEquals(0, ping.forwarders(), "ping " + i + " went by the router");
    }
  }
}
