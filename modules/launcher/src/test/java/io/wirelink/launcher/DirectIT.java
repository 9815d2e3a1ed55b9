package io.wirelink.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** How leaves that know a router only come to talk directly, and where they cannot. */
@Isolated("What is timed must not share the machine")
class DirectIT {

  /** A first round of tries of endpoints. */
  private static final double CALM_SECONDS = 10;

  @Test
  void twoLeavesOnOneNetworkTalkDirectly() {
    try (Lab lab = Lab.lan(2)) {
      assertEquals(63, lab.ttl("leaf1", "leaf2"), "before agents run");
      lab.startAndMeet();
      assertDirect(lab, "leaf1", "leaf2");
      assertDirect(lab, "leaf2", "leaf1");
    }
  }

  @Test
  void twoLeavesBehindNatsThatKeepPortsTalkDirectly() {
    try (Lab lab = Lab.nat()) {
      assertEquals(63, lab.ttl("leaf1", "leaf2"), "before agents run");
      lab.startAndMeet();
      assertDirect(lab, "leaf1", "leaf2");
      assertDirect(lab, "leaf2", "leaf1");
    }
  }

  @Test
  void tenLeavesTalkDirectlyInAllDirections() {
    try (Lab lab = Lab.lan(10)) {
      lab.startAndMeet();
      List<String> leaves = lab.hosts().stream().filter(host -> host.startsWith("leaf")).toList();
      assertEquals(10, leaves.size());
      for (int i = 0; i < leaves.size(); i++) {
        assertDirect(lab, leaves.get(i), leaves.get((i + 1) % leaves.size()));
      }
    }
  }

  @Test
  void leavesBehindNatsThatCannotBeCrossedStayWithTheRouterAndAreCalm() {
    try (Lab lab = Lab.symmetricNat()) {
      lab.start();
      lab.within(
          "the leaves have tried each other",
          () -> lab.log("leaf1").contains("Trying") && lab.log("leaf2").contains("Trying"));
      lab.throughout(
          CALM_SECONDS,
          "leaves reach each other by the router",
          () -> lab.ttl("leaf1", "leaf2") == 63 && lab.ttl("leaf2", "leaf1") == 63);
      for (String leaf : List.of("leaf1", "leaf2")) {
        assertFalse(lab.routesDirectly(leaf, other(leaf)));
        String log = lab.log(leaf);
        assertFalse(log.contains("leaf2 is reached directly"), log);
        // Each address that is told of the other, once.
        assertTrue(log.lines().filter(line -> line.contains("Trying")).count() <= 4, log);
      }
    }
  }

  private static String other(String leaf) {
    return leaf.equals("leaf1") ? "leaf2" : "leaf1";
  }

  private static void assertDirect(Lab lab, String from, String to) {
    lab.within(from + " pings " + to, () -> lab.ttl(from, to) == 64);
    assertTrue(lab.routesDirectly(from, to), from + " to " + to);
  }
}
