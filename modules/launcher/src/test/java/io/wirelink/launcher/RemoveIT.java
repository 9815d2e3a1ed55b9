package io.wirelink.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** Hosts that are taken out of a mesh, with real WireGuard and real files. */
@Isolated("What is timed must not share the machine")
class RemoveIT {

  /** How many leaves there are, of which the last is removed. */
  private static final int LEAVES = Integer.getInteger("remove.leaves", 3);

  private static boolean has(Lab lab, String host, String key) {
    return lab.exec(host, "wg", "show", "wg0", "peers").done().out().contains(key);
  }

  @Test
  void whoIsRemovedIsGoneFromAllOthersAndStaysAway() {
    String lost = "leaf" + LEAVES;
    List<String> others = new ArrayList<>(List.of("router"));
    IntStream.range(1, LEAVES).forEach(i -> others.add("leaf" + i));
    try (Lab lab = Lab.lan(LEAVES)) {
      others.forEach(lab::start);
      lab.start(lost);
      String key = lab.key(lost).toString();
      for (String other : others) {
        lab.within(other + " answers directly", () -> lab.ttl(lost, other) == 64);
        lab.within(other + " has it", () -> has(lab, other, key));
      }
      long start = System.nanoTime();
      String said = lab.exec("router", "wirelink", "remove", key).done().out();
      long command = System.nanoTime() - start;
      for (String other : others) {
        lab.within(other + " has it no more", () -> !has(lab, other, key));
      }
      System.out.printf(
          "Removed from all of %d others within %.2f s, and the command ended after %.2f s: %s",
          others.size(), (System.nanoTime() - start) / 1e9, command / 1e9, said);
      assertTrue(said.contains(" is removed. " + (LEAVES - 1) + " other host"), said);
      assertEquals(0, lab.ttl(lost, "leaf1"));
      String removed = lab.exec("leaf1", "wirelink", "removed").done().out();
      assertTrue(removed.contains(key), removed);
      String status = lab.exec("leaf1", "wirelink", "status").done().out();
      assertTrue(status.contains("1 host is removed from the mesh"), status);
      staysAway(lab, key);
      lab.exec("router", "wirelink", "removed", "--restore", key).done();
      lab.within("leaf1 has it again", () -> has(lab, "leaf1", key));
      lab.within("it answers again", () -> lab.ttl(lost, "leaf1") > 0);
    }
  }

  /** Whoever starts anew, and finds it on the device as wg-quick has put it there. */
  private static void staysAway(Lab lab, String key) {
    for (String host : List.of("router", "leaf1")) {
      lab.stop(host);
      lab.exec(host, "wg", "set", "wg0", "peer", key, "allowed-ips", "10.77.0.99/32").done();
      lab.start(host);
      lab.within(host + " takes it off again", () -> !has(lab, host, key));
    }
    lab.within("leaf1 is direct again", () -> lab.ttl("router", "leaf1") == 64);
    assertTrue(!has(lab, "leaf1", key));
  }
}
