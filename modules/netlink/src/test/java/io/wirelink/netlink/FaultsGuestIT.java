package io.wirelink.netlink;

import static io.wirelink.netlink.GuestMesh.LEAF1;
import static io.wirelink.netlink.GuestMesh.LEAF2;
import static io.wirelink.netlink.GuestMesh.ROUTER;
import static io.wirelink.netlink.GuestMesh.on;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * For how long traffic is interrupted when the path between two leaves breaks. All faults happen to
 * one mesh, which heals in between, for to start agents is what takes long on an emulated machine.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class FaultsGuestIT {

  private static final double CUT_SECONDS = 5;
  private static final double ONE_WAY_SECONDS = 6;

  /** What is watched, so that the figure is known where it is not what it must be. */
  private static final double WATCHED_SECONDS = 75;

  /** Endpoints are settled by then, and traffic has flowed. */
  private static final double CALM_SECONDS = 10;

  /** Traffic is back if it goes on for so long; the moment that counts is when that began. */
  private static final double HOLD_SECONDS = 4;

  /** Healthy traffic is never silent for so long: there is a packet each second at least. */
  private static final double PAUSE_SECONDS = 1.7;

  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  /** One direction below the tunnel. */
  private record Way(String from, String to) {}

  private static final Way THERE = new Way("192.168.1.2", "192.168.2.2");
  private static final Way BACK = new Way("192.168.2.2", "192.168.1.2");

  private final List<Way> lost = new ArrayList<>();

  private GuestMesh mesh;
  private Process traffic;

  @BeforeAll
  void start() throws Exception {
    mesh = new GuestMesh();
    mesh.startAgents();
  }

  @AfterAll
  void close() throws Exception {
    if (mesh != null) {
      mesh.close();
    }
  }

  /** A path that broke is not taken again at once: that is waited for. */
  @BeforeEach
  void meet() throws Exception {
    Within.seconds(
        () ->
            routesDirectly(LEAF1, LEAF2, "10.77.0.12/32")
                && routesDirectly(LEAF2, LEAF1, "10.77.0.11/32"),
        () -> "the leaves are direct with each other\n" + mesh.said());
  }

  @AfterEach
  void heal() throws Exception {
    if (traffic != null) {
      traffic.destroy();
    }
    on(LEAF2, "sh", "-c", "echo 0 >/proc/sys/net/ipv4/icmp_echo_ignore_all");
    for (Way way : lost) {
      on(ROUTER, "ip", "rule", "del", "from", way.from(), "to", way.to(), "blackhole");
    }
    lost.clear();
  }

  private boolean routesDirectly(String from, String to, String network) throws Exception {
    GuestMesh.Peer peer = mesh.peers(from).get(mesh.key(to));
    return peer != null && peer.handshakeSeconds() > 0 && peer.allowedIps().contains(network);
  }

  @Test
  void aPathThatIsCutUnderPingsIsLeft() throws Exception {
    pingFromLeaf1("1");
    double seconds = outage(Echoes.ANSWERS, LEAF1, this::cut);
    within(CUT_SECONDS, "direct path cut both ways, a ping each second", seconds);
  }

  @Test
  void aPathThatIsCutUnderAStreamThatNobodyAnswersIsLeft() throws Exception {
    on(LEAF2, "sh", "-c", "echo 1 >/proc/sys/net/ipv4/icmp_echo_ignore_all");
    pingFromLeaf1("0.05");
    double seconds = outage(Echoes.QUESTIONS, LEAF2, this::cut);
    within(CUT_SECONDS, "the same under a one-way stream of 20 packets a second", seconds);
  }

  @Test
  void aPathThatLosesOneDirectionIsLeft() throws Exception {
    pingFromLeaf1("1");
    double seconds = outage(Echoes.ANSWERS, LEAF1, () -> lose(THERE));
    within(ONE_WAY_SECONDS, "only one direction of the path is lost", seconds);
  }

  private void within(double bar, String what, double seconds) {
    System.out.printf(Locale.ROOT, "%s: back after %.1f s (at most %.0f)%n", what, seconds, bar);
    assertTrue(seconds <= bar, () -> what + ": " + seconds + " s\n" + mesh.said());
  }

  private void pingFromLeaf1(String interval) throws IOException {
    traffic =
        new ProcessBuilder("ip", "netns", "exec", LEAF1, "ping", "-q", "-i", interval, "10.77.0.12")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
  }

  /** The cables meet at the router, which loses what goes this way below the tunnel. */
  private void lose(Way way) throws IOException, InterruptedException {
    on(ROUTER, "ip", "rule", "add", "from", way.from(), "to", way.to(), "blackhole");
    lost.add(way);
  }

  private void cut() throws IOException, InterruptedException {
    lose(THERE);
    lose(BACK);
  }

  private interface Fault {
    void happen() throws IOException, InterruptedException;
  }

  /** Seconds from the fault until traffic is back; infinite if it is not while it is watched. */
  private static double outage(Echoes arrivals, String at, Fault fault) throws Exception {
    LockSupport.parkNanos((long) (CALM_SECONDS * 1e9));
    assertTrue(silence(arrivals, at, HOLD_SECONDS) == 0, "traffic flows before the fault");
    fault.happen();
    return silence(arrivals, at, WATCHED_SECONDS);
  }

  /**
   * Watches until traffic has gone on for {@link #HOLD_SECONDS}.
   *
   * @return the seconds from now until it went on; 0 if it never paused
   */
  private static double silence(Echoes arrivals, String at, double bound) throws Exception {
    long start = System.nanoTime();
    long known = arrivals.count(at);
    double last = 0;
    double steady = 0;
    while (true) {
      LockSupport.parkNanos(POLL_NANOS);
      long count = arrivals.count(at);
      double now = (System.nanoTime() - start) / 1e9;
      if (count != known) {
        steady = now - last > PAUSE_SECONDS ? now : steady;
        last = now;
        known = count;
      }
      boolean flows = now - last <= PAUSE_SECONDS;
      if (flows && now - steady >= HOLD_SECONDS) {
        return steady;
      }
      if (now > bound + HOLD_SECONDS) {
        return Double.POSITIVE_INFINITY;
      }
    }
  }
}
