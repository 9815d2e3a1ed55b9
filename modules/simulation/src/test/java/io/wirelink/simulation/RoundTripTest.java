package io.wirelink.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wirelink.agent.AgentView;
import java.time.Duration;

/** What agents find out about the time between them, and what that costs. */
class RoundTripTest {

  private static long packets(Mesh mesh) {
    return mesh.hosts().stream()
        .mapToLong(host -> mesh.view(host.name()).counters().packetsSent())
        .sum();
  }

  @Seeds
  void allKnowTheTimeToAllAndBackWithoutAPacketMore(long seed) {
    Mesh mesh =
        Mesh.builder(seed)
            .router("r")
            .leaf("a")
            .leaf("b")
            .internetQuality(LinkQuality.INTERNET.withJitter(Duration.ZERO))
            .build();
    mesh.startAll();
    mesh.runUntil(mesh::allDirect, Duration.ofSeconds(30));
    mesh.runFor(Duration.ofSeconds(90));
    for (Host host : mesh.hosts()) {
      AgentView view = mesh.view(host.name());
      assertEquals(2, view.peers().size());
      for (AgentView.KnownPeer peer : view.peers()) {
        Duration taken = peer.roundTrip();
        String pair = host.name() + " to " + mesh.nameOf(peer.key());
        assertNotNull(taken, pair);
        assertTrue(taken.minusMillis(40).abs().toMillis() <= 1, pair + ": " + taken);
      }
    }
    long before = packets(mesh);
    mesh.runFor(Duration.ofMinutes(10));
    // Both ways of two pairs with the router, 20 times, of the leaves, 10 times, and where others
    // see them: as many as it would be without stamps.
    long sent = packets(mesh) - before;
    assertTrue(Math.abs(sent - 108) <= 4, sent + " packets");
  }
}
