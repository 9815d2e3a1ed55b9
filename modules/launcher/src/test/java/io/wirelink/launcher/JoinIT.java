package io.wirelink.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** Hosts that come into a mesh by a line, with real WireGuard, wg-quick and real files. */
@Isolated("What is timed must not share the machine")
class JoinIT {

  /** How many leaves there are, of which the last is the newcomer. */
  private static final int LEAVES = Integer.getInteger("join.leaves", 3);

  /** How many hosts join one after the other. */
  private static final int HOSTS = Integer.getInteger("join.hosts", 5);

  /** Takes the interface of a host away: nothing is left on it that has to do with the mesh. */
  private static void empty(Lab lab, String host) {
    lab.exec(host, "ip", "link", "delete", "wg0").done();
    lab.within(
        host + " has no interface",
        () ->
            lab.exec(host, "test", "-e", "/sys/class/net/wg0").exitCode() != 0
                && lab.exec(host, "test", "-e", "/run/wireguard/wg0.sock").exitCode() != 0);
  }

  private static String invite(Lab lab, String... more) {
    String[] words =
        IntStream.range(0, more.length + 3)
            .mapToObj(i -> i < 3 ? List.of("wirelink", "invite", "newcomer").get(i) : more[i - 3])
            .toArray(String[]::new);
    return lab.exec("router", words).done().out().strip();
  }

  private static boolean isMember(Lab lab, String network) {
    return lab.peers("router").values().stream()
        .anyMatch(peer -> peer.allowedIps().contains(network));
  }

  @Test
  void aHostThatHasNothingButALineTalksToAllOthersDirectly() {
    String newcomer = "leaf" + LEAVES;
    List<String> others = IntStream.range(1, LEAVES).mapToObj(i -> "leaf" + i).toList();
    try (Lab lab = Lab.lan(LEAVES)) {
      empty(lab, newcomer);
      lab.start("router");
      others.forEach(lab::start);
      for (String other : others) {
        lab.within(
            other + " is direct with " + others.getFirst(),
            () -> other.equals(others.getFirst()) || lab.ttl(other, others.getFirst()) == 64);
      }
      String line = invite(lab, "--address", "10.77.0.200");
      long start = System.nanoTime();
      String said = lab.exec(newcomer, "wirelink", "join", line).done().out();
      assertTrue(said.contains("belongs to the mesh now, as 10.77.0.200/24"), said);
      lab.start(newcomer);
      for (String other : others) {
        lab.within(other + " answers directly", () -> lab.ttl(newcomer, other) == 64);
      }
      System.out.printf(
          "From the line to talking directly with all of %d others: %.1f s.%n",
          others.size(), (System.nanoTime() - start) / 1e9);
      String invites = lab.exec("router", "wirelink", "invites").done().out();
      assertTrue(invites.lines().anyMatch(each -> each.matches("newcomer +joined .*")), invites);
      String status = lab.exec(others.getFirst(), "wirelink", "status").done().out();
      assertTrue(status.lines().anyMatch(each -> each.matches("newcomer +direct .*")), status);
      Ended again = lab.exec(newcomer, "wirelink", "join", line);
      assertEquals(1, again.exitCode());
      assertTrue(again.err().startsWith("there is an interface wg0 already"), again.err());
    }
  }

  @Test
  void ofTwoHostsWithOneLineOneComesInAndTheOtherIsToldSo() throws Exception {
    try (Lab lab = Lab.lan(2)) {
      empty(lab, "leaf1");
      empty(lab, "leaf2");
      lab.start("router");
      String line = invite(lab);
      List<Path> outputs =
          List.of(lab.directory().resolve("first"), lab.directory().resolve("second"));
      List<Process> both =
          List.of(
              lab.begin("leaf1", outputs.getFirst(), "wirelink", "join", line),
              lab.begin("leaf2", outputs.getLast(), "wirelink", "join", line));
      int failures = 0;
      for (int i = 0; i < 2; i++) {
        int exitCode = both.get(i).waitFor();
        String output = Files.readString(outputs.get(i));
        assertTrue(exitCode == 0 || exitCode == 1, output);
        if (exitCode == 1) {
          failures++;
          assertTrue(
              output.contains("another host has come by this invitation")
                  || output.contains("the invitation was used or taken back"),
              output);
          String host = "leaf" + (i + 1);
          assertFalse(exists(lab, host, "/etc/wireguard/wg0.conf"));
          assertFalse(exists(lab, host, "/sys/class/net/wg0"));
        }
      }
      assertEquals(1, failures);
    }
  }

  /** They are one host of the lab, each time with another interface and another key. */
  @Test
  void manyHostsJoinOneAfterTheOther() {
    try (Lab lab = Lab.lan(1)) {
      lab.start("router");
      long start = System.nanoTime();
      for (int i = 1; i <= HOSTS; i++) {
        String line = lab.exec("router", "wirelink", "invite", "host" + i).done().out().strip();
        String said =
            lab.exec("leaf1", "wirelink", "join", line, "wg" + i, "--no-start").done().out();
        assertTrue(said.contains("/etc/wireguard/wg" + i + ".conf is written"), said);
      }
      System.out.printf(
          "%d hosts joined one after the other in %.1f s.%n",
          HOSTS, (System.nanoTime() - start) / 1e9);
      String invites = lab.exec("router", "wirelink", "invites").done().out();
      assertEquals(HOSTS, invites.lines().filter(line -> line.contains("  joined  ")).count());
      long peers =
          lab.peers("router").values().stream()
              .filter(peer -> peer.allowedIps().stream().anyMatch(each -> each.endsWith("/32")))
              .count();
      assertEquals(HOSTS + 1, peers, "they and leaf1");
    }
  }

  private static boolean exists(Lab lab, String host, String path) {
    return lab.exec(host, "test", "-e", path).exitCode() == 0;
  }

  @Test
  void whoCameSurvivesTheRouterAndARouterThatIsAwayIsWaitedFor() throws IOException {
    try (Lab lab = Lab.lan(2)) {
      empty(lab, "leaf2");
      lab.start("router");
      String line = invite(lab);
      lab.stop("router");
      Path output = lab.directory().resolve("join");
      Process joining = lab.begin("leaf2", output, "wirelink", "join", line);
      lab.within("the newcomer asks", () -> exists(lab, "leaf2", "/etc/wireguard/.wg0.joining"));
      lab.start("router");
      lab.within("the newcomer is let in", () -> !joining.isAlive());
      assertEquals(0, joining.exitValue(), Files.readString(output));
      assertTrue(isMember(lab, "10.77.0.2/32"));
      lab.stop("router");
      // What wg-quick makes of the device at the next start.
      String key = lab.exec("leaf2", "wg", "show", "wg0", "public-key").done().out().strip();
      lab.exec("router", "wg", "set", "wg0", "peer", key, "remove").done();
      assertFalse(isMember(lab, "10.77.0.2/32"));
      lab.start("router");
      lab.within("the router has it again", () -> isMember(lab, "10.77.0.2/32"));
      lab.exec("router", "wirelink", "invites", "--revoke", "newcomer").done();
      lab.within("the router has it no more", () -> !isMember(lab, "10.77.0.2/32"));
      lab.stop("router");
      lab.start("router");
      String invites = lab.exec("router", "wirelink", "invites").done().out();
      assertEquals("The agent on wg0 has invited nobody.\n", invites);
    }
  }
}
