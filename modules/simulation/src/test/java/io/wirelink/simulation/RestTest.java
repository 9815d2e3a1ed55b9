package io.wirelink.simulation;

import static java.time.Duration.ofMinutes;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wirelink.agent.Event;
import io.wirelink.agent.Time;
import io.wirelink.device.PeerState;
import java.util.List;

/** What a mesh in which nothing happens costs: nobody's phone is to be woken for nothing. */
class RestTest {

  private static final int LEAVES = 10;
  private static final int MINUTES = 30;

  /**
   * All of 110 pairs say twice a minute that they are alive, and the router tells everybody of all
   * the others once in two minutes: as it was before agents watched over paths.
   */
  private static final int MAX_PACKETS = 7160;

  /** A look at the counters each second, and a step for the device and for each packet. */
  private static final int MAX_STEPS = 125;

  /** The same with handshakes and keepalives, outside of the tunnel but without UDP headers. */
  private static final long MAX_BYTES = 2_282_000;

  @Seeds
  void amongTenIdleLeavesNobodySaysMoreThanThatHeIsAlive(long seed) {
    MeshBuilder builder = Mesh.builder(seed).router("r");
    for (int i = 0; i < LEAVES; i++) {
      builder.leafBehindNat("leaf" + i);
    }
    Mesh mesh = builder.build();
    Judge judge = Judge.of(mesh);
    mesh.startAll();
    mesh.runFor(ofMinutes(10));
    judge.reset();
    Steps steps = new Steps();
    mesh.observe(steps);
    long before = bytes(mesh);
    mesh.runFor(ofMinutes(MINUTES));
    int packets = mesh.hosts().stream().mapToInt(host -> judge.sent(host.name())).sum();
    long bytes = bytes(mesh) - before;
    assertTrue(packets <= MAX_PACKETS, packets + " packets");
    assertTrue(bytes <= MAX_BYTES, bytes + " bytes");
    int each = steps.count / MINUTES / (LEAVES + 1);
    assertTrue(each <= MAX_STEPS, each + " steps of each in a minute");
  }

  /**
   * Each leaf sees one behind a symmetric NAT at another port than the router does. That helps
   * nobody, and so is not held; nor is it told again for that reason.
   */
  @Seeds
  void whoIsSeenElsewhereByEachCostsNoMoreThanWhoIsNot(long seed) {
    int same = inRest(seed, NatKind.FULL_CONE);
    int different = inRest(seed, NatKind.SYMMETRIC);
    assertTrue(different <= same * 1.01, different + " packets and not " + same);
  }

  private static int inRest(long seed, NatKind kind) {
    MeshBuilder builder = Mesh.builder(seed).router("r").leafBehindNat("behind", kind);
    for (int i = 0; i < LEAVES; i++) {
      builder.leaf("leaf" + i);
    }
    Mesh mesh = builder.build();
    Judge judge = Judge.of(mesh);
    mesh.startAll();
    mesh.runUntil(mesh::allDirect, ofMinutes(1));
    mesh.runFor(ofMinutes(10));
    judge.reset();
    mesh.runFor(ofMinutes(MINUTES));
    return mesh.hosts().stream().mapToInt(host -> judge.sent(host.name())).sum();
  }

  /** How many steps all agents made. */
  private static final class Steps implements Observer {
    private int count;

    @Override
    public void stepped(Host host, Time now, List<Event> events) {
      count++;
    }
  }

  private static long bytes(Mesh mesh) {
    return mesh.hosts().stream()
        .flatMap(host -> host.wireGuard().read().peers().values().stream())
        .mapToLong(PeerState::sentBytes)
        .sum();
  }
}
