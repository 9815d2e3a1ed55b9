package io.wirelink.netlink;

import static io.wirelink.netlink.NetworkNamespace.run;
import static io.wirelink.netlink.NetworkNamespace.runWithInput;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * How an agent of the image starts, where it cannot, and how it ends, on the kernel's WireGuard.
 */
@ExtendWith(NetworkNamespace.class)
final class AgentLifeGuestIT {

  /**
   * A whole agent takes some fifteen seconds of a processor to start on an emulated machine. What
   * can fail right after an interface came up, the address and the bind, is tried a hundred times
   * in {@link KernelNetworkIT}.
   */
  private static final int ROUNDS = 2;

  /** One for each of the machine's two processors. */
  private static final List<String> AT_A_TIME = List.of("wg6", "wg7");

  /** The agent itself takes the port after it. */
  private static final int PORT = 51820;

  private static void addDevice(String name, int port) throws Exception {
    Wg.add(name).close();
    runWithInput(
        run("wg", "genkey"),
        "wg",
        "set",
        name,
        "listen-port",
        Integer.toString(port),
        "private-key",
        "/dev/stdin");
    run("ip", "link", "set", name, "up");
  }

  @Test
  void anAgentStartsEachTimeRightAfterItsInterfaceCameUp() throws Exception {
    for (String name : AT_A_TIME) {
      addDevice(name, PORT + 2 * AT_A_TIME.indexOf(name));
    }
    for (int i = 0; i < ROUNDS; i++) {
      List<GuestAgent> agents = new ArrayList<>();
      for (String name : AT_A_TIME) {
        run("ip", "link", "set", name, "down");
        run("ip", "link", "set", name, "up");
        agents.add(GuestAgent.start(name));
      }
      for (GuestAgent agent : agents) {
        agent.awaitUp();
      }
      agents.forEach(GuestAgent::stop);
      for (GuestAgent agent : agents) {
        agent.close();
      }
    }
  }

  @Test
  void anAgentWhoseInterfaceIsDeletedEndsWithOneSentence() throws Exception {
    addDevice("wg8", PORT);
    GuestAgent agent = GuestAgent.start("wg8");
    agent.awaitUp();
    // By a thread of its own, so that it may be said before or after the rest of the start.
    Within.seconds(() -> agent.said().contains("are answered at"), agent::said);
    String before = agent.said();
    run("ip", "link", "del", "wg8");
    double seconds = Within.seconds(() -> !agent.isAlive(), agent::said);
    System.out.printf(Locale.ROOT, "An agent without a device ended after %.2f s.%n", seconds);
    assertEquals(1, agent.exitCode());
    String last = agent.said().substring(before.length());
    assertEquals(1, last.lines().count(), last);
    assertTrue(last.contains("wg8"), last);
    assertFalse(last.contains("Exception"), last);
  }

  @Test
  void withoutPrivilegeTheCommandSaysWhatItNeeds() throws Exception {
    addDevice("wg9", PORT);
    for (String command : List.of("run", "device")) {
      Process process =
          new ProcessBuilder(
                  "setpriv",
                  "--bounding-set=-all",
                  "--inh-caps=-all",
                  GuestAgent.COMMAND,
                  command,
                  "wg9")
              .redirectErrorStream(true)
              .start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertEquals(1, process.waitFor(), said);
      assertEquals(
          "cannot read wg9: needs CAP_NET_ADMIN: run as root or by the systemd unit.\n", said);
    }
  }
}
