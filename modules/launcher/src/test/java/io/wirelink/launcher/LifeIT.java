package io.wirelink.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What befalls a mesh after it has met: paths and agents that fail and come back, and changes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LifeIT {

  /** Longer than the agent waits between two looks at everything. */
  private static final double LOOK_SECONDS = 6;

  private Lab lab;

  @BeforeAll
  void build() {
    lab = Lab.lan(3);
    // Nobody knows the third leaf yet.
    lab.exec("router", "wg", "set", "wg0", "peer", lab.key("leaf3").toString(), "remove").done();
    lab.start("router", "leaf1", "leaf2");
  }

  @BeforeEach
  void meet() {
    lab.within("the leaves are direct with each other", this::areDirect);
  }

  @AfterAll
  void remove() {
    if (lab != null) {
      lab.close();
    }
  }

  @Test
  void aLeafThatIsAddedLaterIsKnownToAll() {
    forgetTheRouter("leaf3");
    String ips = lab.tunnel("leaf3") + "/32,fd77::13/128";
    lab.exec("router", "wg", "set", "wg0", "peer", lab.key("leaf3").toString(), "allowed-ips", ips)
        .done();
    lab.start("leaf3");
    try {
      for (String leaf : List.of("leaf1", "leaf2")) {
        lab.within(
            leaf + " and leaf3 are direct with each other",
            () -> lab.routesDirectly(leaf, "leaf3") && lab.routesDirectly("leaf3", leaf));
        lab.within("leaf3 answers", () -> lab.ttl(leaf, "leaf3") == 64);
      }
    } finally {
      lab.stop("leaf3");
    }
  }

  @Test
  void aPathThatBreaksIsGivenBackToTheRouterUntilItWorksAgain() {
    lab.lab("block", "leaf1", "leaf2").done();
    try {
      double seconds =
          lab.within(
              "the leaves have given back the path",
              () -> !lab.routesDirectly("leaf1", "leaf2") && !lab.routesDirectly("leaf2", "leaf1"));
      System.out.printf("A broken path was given back after %.1f s.%n", seconds);
      lab.within(
          "the leaves reach each other by the router",
          () -> lab.ttl("leaf1", "leaf2") == 63 && lab.ttl("leaf2", "leaf1") == 63);
    } finally {
      lab.lab("unblock", "leaf1", "leaf2").done();
    }
    double seconds = lab.within("the leaves are direct with each other again", this::areDirect);
    System.out.printf("A repaired path was used again after %.1f s.%n", seconds);
  }

  @Test
  void trafficFlowsOnWhileTheAgentOfALeafIsRestarted() throws Exception {
    Path answers = lab.directory().resolve("answers");
    Process ping =
        lab.begin(
            "leaf1",
            answers,
            "ping",
            "-n",
            "-i",
            "0.1",
            "-c",
            "30",
            // Until so many are answered, however late: more are sent meanwhile.
            "-w",
            Integer.toString(Lab.NEVER_SECONDS),
            lab.tunnel("leaf2"));
    lab.stop("leaf1");
    assertTrue(lab.routesDirectly("leaf1", "leaf2"), "without an agent");
    lab.start("leaf1");
    assertTrue(ping.waitFor(Lab.NEVER_SECONDS, TimeUnit.SECONDS));
    List<String> lines = Files.readAllLines(answers);
    for (int i = 1; i <= 30; i++) {
      String answer = "icmp_seq=" + i + " ttl=64";
      assertTrue(lines.stream().anyMatch(line -> line.contains(answer)), () -> answer + lines);
    }
    assertTrue(areDirect());
  }

  @Test
  void theRouterLearnsAllAgainAfterItsAgentWasRestarted() {
    lab.stop("router");
    lab.start("router");
    for (String leaf : List.of("leaf1", "leaf2")) {
      lab.within(
          "the router has heard where " + leaf + " is",
          () -> lab.speaksOf("router", leaf, "192.168.50.1" + leaf.charAt(4)));
    }
    assertTrue(areDirect());
  }

  @Test
  void leavesKeepTheirPathWhileTheRouterIsAway() {
    lab.lab("link", "router", "down").done();
    try {
      assertEquals(0, lab.ttl("leaf1", "router"));
      lab.throughout(
          LOOK_SECONDS,
          "the leaves reach each other without the router",
          () -> areDirect() && lab.ttl("leaf1", "leaf2") == 64);
    } finally {
      lab.lab("link", "router", "up").done();
    }
    lab.within("the router answers again", () -> lab.ttl("leaf1", "router") == 64);
    assertTrue(areDirect());
  }

  @Test
  void anAddressThatALeafGetsIsToldToOthersAtOnce() {
    String address = "192.168.50.77";
    lab.exec("leaf1", "ip", "address", "add", address + "/24", "dev", "eth0").done();
    lab.within(
        "leaf2 knows of the new address of leaf1", () -> lab.speaksOf("leaf2", "leaf1", address));
    lab.exec("leaf1", "ip", "address", "del", address + "/24", "dev", "eth0").done();
    lab.within(
        "leaf1 speaks no more of an address that it has not",
        () -> !lab.speaksOf("leaf1", "leaf1", address));
  }

  @Test
  void anEndpointThatSomebodyElseSetsIsLeftAloneWhileItWorks() {
    String address = "192.168.50.78";
    lab.exec("leaf2", "ip", "address", "add", address + "/24", "dev", "eth0").done();
    try {
      String key = lab.key("leaf2").toString();
      lab.exec("leaf1", "wg", "set", "wg0", "peer", key, "endpoint", address + ":51820").done();
      lab.throughout(
          LOOK_SECONDS,
          "the endpoint of leaf2 stays what somebody set",
          () ->
              lab.peers("leaf1").get("leaf2").endpoint().equals(address + ":51820")
                  && lab.ttl("leaf1", "leaf2") == 64);
      assertTrue(areDirect());
    } finally {
      lab.exec("leaf2", "ip", "address", "del", address + "/24", "dev", "eth0").done();
      String key = lab.key("leaf2").toString();
      lab.exec("leaf1", "wg", "set", "wg0", "peer", key, "endpoint", "192.168.50.12:51820").done();
    }
    assertFalse(lab.log("leaf1").contains("Exception"), lab.log("leaf1"));
  }

  /** Lets a host begin anew with the router: it would use a session that the router has not. */
  private void forgetTheRouter(String host) {
    String key = lab.key("router").toString();
    lab.exec(host, "wg", "set", "wg0", "peer", key, "remove").done();
    String networks = "10.77.0.0/24,fd77::/64";
    String endpoint = "192.168.50.1:51820";
    lab.exec(host, "wg", "set", "wg0", "peer", key, "endpoint", endpoint, "allowed-ips", networks)
        .done();
  }

  private boolean areDirect() {
    return lab.routesDirectly("leaf1", "leaf2") && lab.routesDirectly("leaf2", "leaf1");
  }
}
