package io.wirelink.simulation;

import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wirelink.agent.Action;
import io.wirelink.agent.Time;
import io.wirelink.device.PublicKey;

/** Leaves behind NATs that give a new port for each destination, and what they do about it. */
class HardNatTest {

  private static final int TRIES_AN_HOUR = 10;

  private static MeshBuilder mesh(long seed) {
    return Mesh.builder(seed).router("r").leaf("one").leaf("two");
  }

  /** How often a host sets an endpoint of a peer. */
  private static final class Tries implements Observer {
    private final String host;
    private final PublicKey peer;
    private int tries;
    private int sent;

    Tries(Mesh mesh, String host, String peer) {
      this.host = host;
      this.peer = mesh.host(peer).publicKey();
    }

    @Override
    public void acted(Host by, Time now, Action action) {
      if (by.name().equals(host)) {
        tries +=
            action instanceof Action.Configure(var change)
                    && change.publicKey().equals(peer)
                    && change.endpoint() != null
                ? 1
                : 0;
        sent += action instanceof Action.Send send && send.recipient().equals(peer) ? 1 : 0;
      }
    }
  }

  @Seeds
  void twoThatCannotMeetTryNoMoreThanTenTimesAnHour(long seed) {
    Mesh mesh =
        mesh(seed)
            .leafBehindNat("a", NatKind.SYMMETRIC)
            .leafBehindNat("b", NatKind.SYMMETRIC)
            .build();
    Judge.of(mesh);
    mesh.startAll();
    mesh.runFor(ofMinutes(5));
    Tries tries = new Tries(mesh, "a", "b");
    mesh.observe(tries);
    mesh.runFor(ofHours(1));
    assertFalse(mesh.direct("a", "b"));
    assertTrue(tries.sent > 0, "it has to be tried now and then");
    assertTrue(tries.tries <= TRIES_AN_HOUR, tries.tries + " endpoints are set");
    assertTrue(tries.sent <= TRIES_AN_HOUR, tries.sent + " packets are sent");
    assertTrue(mesh.direct("a", "one") && mesh.direct("b", "two"));
  }

  @Seeds
  void aNatThatCountsItsPortsUpIsMetAtTheNextOne(long seed) {
    Mesh mesh =
        mesh(seed)
            .leafBehindNat("counted", NatKind.SEQUENTIAL)
            .leafBehindNat("home", NatKind.PORT_PRESERVING)
            .build();
    Judge.of(mesh);
    mesh.startAll();
    // In four of five meshes within two minutes, else when all ports have had their second turn.
    mesh.runUntil(() -> mesh.direct("home", "counted"), ofMinutes(6));
    mesh.runUntil(mesh::allDirect, ofMinutes(1));
  }
}
