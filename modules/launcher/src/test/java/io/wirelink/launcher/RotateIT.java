package io.wirelink.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** Hosts that take another key while others talk to them, with real WireGuard. */
@Isolated("What is timed must not share the machine")
class RotateIT {

  /** How often each of the hosts takes another key. */
  private static final int COUNT = Integer.getInteger("rotate.count", 1);

  private static final Pattern KEY = Pattern.compile("another key, ([A-Za-z0-9+/=]{44})\\.");

  private static String rotated(Lab lab, String host) {
    String said = lab.exec(host, "wirelink", "rotate", "--no-file").done().out();
    Matcher key = KEY.matcher(said);
    assertTrue(key.find(), said);
    return key.group(1);
  }

  @Test
  void theFileOfWgQuickHasTheKeyThatTheDeviceHas() {
    try (Lab lab = Lab.lan(2)) {
      lab.start("router", "leaf1", "leaf2");
      lab.within("leaf1 answers directly", () -> lab.ttl("leaf2", "leaf1") == 64);
      String file = "/etc/wireguard/wg0.conf";
      String write = "umask 77; printf '[Interface]\\nPrivateKey = %s\\n' \"$0\" > " + file;
      lab.exec("leaf1", "sh", "-c", write, lab.privateKeyText("leaf1")).done();
      String said = lab.exec("leaf1", "wirelink", "rotate").done().out();
      assertTrue(said.contains(file + " has it as well"), said);
      String read = "sed -n 's/PrivateKey = //p' %s".formatted(file);
      String half = lab.exec("leaf1", "sh", "-c", read + " | wg pubkey").done().out();
      String key = lab.exec("leaf1", "wg", "show", "wg0", "public-key").done().out();
      assertEquals(key, half);
      assertTrue(said.contains(key.strip()), said);
      String before = read + ".before";
      assertEquals(
          lab.privateKeyText("leaf1").strip(),
          lab.exec("leaf1", "sh", "-c", before).done().out().strip());
      lab.within("leaf1 answers directly", () -> lab.ttl("leaf2", "leaf1") == 64);
    }
  }

  private static boolean has(Lab lab, String host, String key) {
    return lab.exec(host, "wg", "show", "wg0", "peers").done().out().contains(key);
  }

  @Test
  void aHostIsFollowedUnderAStreamThatLosesNothing() throws Exception {
    try (Lab lab = Lab.lan(2)) {
      lab.start("router", "leaf1", "leaf2");
      lab.within("leaf1 answers directly", () -> lab.ttl("leaf2", "leaf1") == 64);
      for (String host : List.of("leaf1", "router")) {
        String old = lab.key(host).toString();
        List<EchoStream> streams =
            List.of(EchoStream.of(lab, host, "leaf2"), EchoStream.of(lab, "leaf2", host));
        streams.forEach(each -> each.awaitAnswers(100));
        for (int i = 0; i < COUNT; i++) {
          long start = System.nanoTime();
          String key = rotated(lab, host);
          System.out.printf(
              "%s has another key after %.2f s%n", host, (System.nanoTime() - start) / 1e9);
          String before = old;
          lab.within("leaf2 has the new key", () -> has(lab, "leaf2", key));
          lab.within("leaf2 has the old key no more", () -> !has(lab, "leaf2", before));
          old = key;
        }
        for (EchoStream each : streams) {
          each.awaitAnswers(100);
          assertEquals(0, each.lost(), each::toString);
        }
        lab.within("leaf1 answers directly", () -> lab.ttl("leaf2", "leaf1") == 64);
      }
    }
  }
}
