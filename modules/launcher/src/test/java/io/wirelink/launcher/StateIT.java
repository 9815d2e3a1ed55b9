package io.wirelink.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Hosts that restart while the router is away, with real WireGuard and real files. */
class StateIT {

  private static boolean areDirect(Lab lab) {
    return lab.routesDirectly("leaf1", "leaf2") && lab.routesDirectly("leaf2", "leaf1");
  }

  @Test
  void leavesThatRestartWithoutTheRouterFindEachOther() {
    try (Lab lab = Lab.lan(2)) {
      lab.start("router", "leaf1", "leaf2");
      lab.within("the leaves are direct", () -> areDirect(lab));
      lab.within(
          "what leaf1 knows is saved",
          () -> lab.exec("leaf1", "test", "-s", "/run/state/wg0.json").exitCode() == 0);
      lab.lab("link", "router", "unplugged").done();
      lab.stop("router", "leaf1", "leaf2");
      assertEquals(
          "600\n", lab.exec("leaf1", "stat", "-c", "%a", "/run/state/wg0.json").done().out());
      // What wg-quick makes of the device at the next start.
      for (List<String> each : List.of(List.of("leaf1", "leaf2"), List.of("leaf2", "leaf1"))) {
        String other = lab.key(each.get(1)).toString();
        lab.exec(each.getFirst(), "wg", "set", "wg0", "peer", other, "remove").done();
      }
      lab.start("leaf1", "leaf2");
      double seconds = lab.within("the leaves are direct again", () -> areDirect(lab));
      System.out.printf("Without the router the leaves were direct after %.1f s.%n", seconds);
      lab.within("leaf2 answers leaf1", () -> lab.ttl("leaf1", "leaf2") == 64);
      String facts = lab.exec("leaf1", "wirelink", "facts").done().out();
      assertTrue(facts.contains("remembered"), facts);
      lab.lab("link", "router", "plugged").done();
      lab.start("router");
      lab.within(
          "nothing is remembered any more",
          () -> !lab.exec("leaf1", "wirelink", "facts").done().out().contains("remembered"));
      assertTrue(areDirect(lab));
    }
  }
}
