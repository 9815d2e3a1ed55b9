package io.wirelink.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wirelink.kem.MlKem;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Agents that agree on preshared keys while hosts talk to each other, with real WireGuard. */
class PresharedKeysIT {

  private static final String NONE = "(none)";

  /** Where an agent keeps its keys. */
  private static final String FILE = "/run/state/wg0.preshared";

  /** Whether a handshake is waited for, which takes two minutes. */
  private static final boolean LONG = Boolean.getBoolean("preshared.long");

  /** What a device has for another host. */
  private static String key(Lab lab, String host, String of) {
    String all = lab.exec(host, "wg", "show", "wg0", "preshared-keys").done().out();
    return all.lines()
        .filter(line -> line.startsWith(lab.key(of).toString()))
        .map(line -> line.split("\t", -1)[1])
        .findFirst()
        .orElse(NONE);
  }

  private static boolean agreed(Lab lab, String one, String other) {
    String key = key(lab, one, other);
    return !key.equals(NONE) && key.equals(key(lab, other, one));
  }

  private static String handshake(Lab lab, String host, String of) {
    String all = lab.exec(host, "wg", "show", "wg0", "latest-handshakes").done().out();
    return all.lines()
        .filter(line -> line.startsWith(lab.key(of).toString()))
        .findFirst()
        .orElse("");
  }

  @Test
  void hostsAgreeAndShakeHandsWithThatUnderAStreamThatLosesNothing() throws Exception {
    Assumptions.assumeTrue(MlKem.ofJdk().isPresent(), "a JDK before 24 has no ML-KEM");
    try (Lab lab = Lab.lan(2)) {
      lab.start();
      lab.within("leaf1 answers directly", () -> lab.ttl("leaf2", "leaf1") == 64);
      EchoStream stream = EchoStream.of(lab, "leaf2", "leaf1");
      for (String[] pair : new String[][] {{"leaf1", "leaf2"}, {"router", "leaf1"}}) {
        lab.within("all have agreed", () -> agreed(lab, pair[0], pair[1]));
      }
      assertTrue(lab.exec("leaf1", "wirelink", "status").done().out().contains("agreed"));
      assertEquals("600", lab.exec("leaf1", "stat", "-c", "%a", FILE).done().out().strip());
      String key = key(lab, "leaf1", "leaf2");
      String before = handshake(lab, "leaf1", "leaf2");
      if (LONG) {
        lab.within("another handshake", () -> !handshake(lab, "leaf1", "leaf2").equals(before));
      }
      stream.awaitAnswers(100);
      assertEquals(0, stream.lost(), stream::toString);
      assertEquals(64, lab.ttl("leaf2", "leaf1"));
      assertEquals(key, key(lab, "leaf1", "leaf2"));
      assertEquals(key, key(lab, "leaf2", "leaf1"));

      lab.stop("leaf1");
      lab.within("leaf1 has no key any more", () -> key(lab, "leaf1", "leaf2").equals(NONE));
      lab.within("nor has leaf2", () -> key(lab, "leaf2", "leaf1").equals(NONE));
      assertFalse(lab.exec("leaf1", "ls", "/run/state").done().out().contains("preshared"));
      assertFalse(agreed(lab, "router", "leaf1"));
    }
  }
}
