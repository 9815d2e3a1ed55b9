package io.wirelink.netlink;

import static io.wirelink.netlink.GuestMesh.LEAF1;
import static io.wirelink.netlink.GuestMesh.LEAF2;
import static io.wirelink.netlink.GuestMesh.ROUTER;
import static io.wirelink.netlink.GuestMesh.on;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wirelink.device.Cidr;
import io.wirelink.device.PublicKey;
import io.wirelink.netlink.GuestMesh.Peer;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Agents of the image on the kernel's own WireGuard: a mesh of three that has met. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class AgentMeshGuestIT {

  private static final Pattern COUNTER =
      Pattern.compile("(\"(?:transfer_[rt]x|latest_handshake)\":)(\\d+)");

  private GuestMesh mesh;

  @BeforeAll
  void meet() throws Exception {
    mesh = new GuestMesh();
    assertEquals(63, ttl(LEAF1, "10.77.0.12"));
    mesh.startAgents();
    double seconds =
        Within.seconds(
            () ->
                routesDirectly(LEAF1, LEAF2, "10.77.0.12/32")
                    && routesDirectly(LEAF2, LEAF1, "10.77.0.11/32"),
            () -> "the leaves are direct with each other\n" + mesh.said());
    System.out.printf(
        Locale.ROOT, "The mesh was direct %.1f s after its agents were up.%n", seconds);
  }

  @AfterAll
  void end() throws Exception {
    if (mesh != null) {
      mesh.close();
    }
  }

  private boolean routesDirectly(String from, String to, String network) throws Exception {
    Peer peer = mesh.peers(from).get(mesh.key(to));
    return peer != null && peer.handshakeSeconds() > 0 && peer.allowedIps().contains(network);
  }

  /** Pings once through the tunnel; the TTL of the answer. */
  private static int ttl(String from, String address) throws Exception {
    String answer = on(from, "ping", "-c", "1", "-W", "120", address);
    return Integer.parseInt(answer.replaceAll("(?s).*ttl=(\\d+).*", "$1"));
  }

  @Test
  void twoLeavesThatKnewTheRouterOnlyTalkDirectly() throws Exception {
    assertEquals(64, ttl(LEAF1, "10.77.0.12"), mesh::said);
    assertEquals(64, ttl(LEAF2, "10.77.0.11"), mesh::said);
    assertEquals("192.168.2.2:51820", mesh.peers(LEAF1).get(mesh.key(LEAF2)).endpoint());
    assertEquals("192.168.1.2:51820", mesh.peers(LEAF2).get(mesh.key(LEAF1)).endpoint());
    assertFalse(mesh.said().contains("Exception"), mesh::said);
    for (String host : GuestMesh.HOSTS) {
      String up = "wirelink is running on " + GuestMesh.device(host) + " (kernel)";
      assertTrue(mesh.agent(host).said().contains(up), mesh::said);
    }
  }

  @Test
  void anAddressThatALeafGetsIsToldToTheOtherAtOnce() throws Exception {
    String address = "192.0.2.77";
    assertFalse(mesh.agent(LEAF2).facts().contains(address));
    on(LEAF1, "ip", "address", "add", address + "/24", "dev", "eth0");
    double seconds =
        Within.seconds(
            () -> mesh.agent(LEAF2).facts().contains(address + ":51820"),
            () -> "the other leaf knows of the address\n" + mesh.said());
    System.out.printf(
        Locale.ROOT, "A new address was known to the other leaf after %.2f s.%n", seconds);
    on(LEAF1, "ip", "address", "del", address + "/24", "dev", "eth0");
    Within.seconds(
        () -> !mesh.agent(LEAF1).facts().contains(address),
        () -> "a leaf speaks no more of an address that it has not\n" + mesh.said());
  }

  /**
   * Fifty echoes a second: while there is no handshake, the kernel keeps 128 packets for a peer.
   */
  @Test
  void aLeafAndTheRouterTakeAnotherKeyUnderAStreamThatLosesNothing() throws Exception {
    for (String host : List.of(LEAF1, ROUTER)) {
      PublicKey old = mesh.key(host);
      String address = host.equals(ROUTER) ? "10.77.0.1" : "10.77.0.11";
      long asked = Echoes.ASKED.count(LEAF2);
      long answers = Echoes.ANSWERS.count(LEAF2);
      Process stream =
          new ProcessBuilder(
                  "ip", "netns", "exec", LEAF2, "ping", "-q", "-i", "0.02", "-W", "60", address)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      Within.seconds(() -> Echoes.ANSWERS.count(LEAF2) > answers + 20, mesh::said);
      PublicKey next = mesh.rotate(host);
      double seconds =
          Within.seconds(
              () -> {
                Set<PublicKey> peers = mesh.peers(LEAF2).keySet();
                return peers.contains(next) && !peers.contains(old);
              },
              () -> "leaf2 follows " + host + "\n" + mesh.said());
      long then = Echoes.ANSWERS.count(LEAF2);
      Within.seconds(() -> Echoes.ANSWERS.count(LEAF2) > then + 20, mesh::said);
      stream.destroy();
      stream.waitFor();
      // It comes after all others.
      ttl(LEAF2, address);
      long sent = Echoes.ASKED.count(LEAF2) - asked;
      long lost = sent - (Echoes.ANSWERS.count(LEAF2) - answers);
      System.out.printf(
          Locale.ROOT,
          "%s has another key %.1f s after it was told; %d of %d echoes were lost.%n",
          host,
          seconds,
          lost,
          sent);
      assertEquals(0, lost, mesh::said);
    }
  }

  @Test
  void theDeviceIsShownAsWgDumpsIt() throws Exception {
    for (String host : List.of(ROUTER, LEAF1)) {
      String before = expected(host);
      String shown = on(host, GuestAgent.COMMAND, "device", GuestMesh.device(host), "--json");
      String after = expected(host);
      assertEquals(withoutCounters(before), withoutCounters(shown));
      List<Long> least = counters(before);
      List<Long> most = counters(after);
      List<Long> counted = counters(shown);
      for (int i = 0; i < counted.size(); i++) {
        assertTrue(least.get(i) <= counted.get(i) && counted.get(i) <= most.get(i), shown);
      }
    }
  }

  /** Packets come and go all the time. */
  private static String withoutCounters(String text) {
    return COUNTER.matcher(text).replaceAll("$1");
  }

  private static List<Long> counters(String text) {
    return COUNTER.matcher(text).results().map(found -> Long.valueOf(found.group(2))).toList();
  }

  /** What the command has to say, made from what {@code wg show IFACE dump} says. */
  private static String expected(String host) throws IOException, InterruptedException {
    String device = GuestMesh.device(host);
    List<String> lines = on(host, "wg", "show", device, "dump").lines().toList();
    String[] own = lines.getFirst().split("\t", -1);
    String peers =
        lines.stream()
            .skip(1)
            .map(line -> expectedPeer(line.split("\t", -1)))
            .collect(Collectors.joining(",\n    "));
    return """
    {
      "interface": "%s",
      "backend": "kernel",
      "public_key": "%s",
      "listen_port": %s,
      "fwmark": %d,
      "peers": [
        %s
      ]
    }
    """
        .formatted(device, own[1], own[2], own[3].equals("off") ? 0 : Long.decode(own[3]), peers);
  }

  private static String expectedPeer(String[] fields) {
    String allowedIps =
        Arrays.stream(fields[3].split(","))
            .map(Cidr::parse)
            .sorted()
            .map(network -> "\"" + network + "\"")
            .collect(Collectors.joining(","));
    return """
    {"public_key":"%s","name":"","endpoint":"%s","allowed_ips":[%s],"latest_handshake":%s,\
    "transfer_rx":%s,"transfer_tx":%s,"persistent_keepalive":%s}\
    """
        .formatted(
            fields[0],
            fields[2],
            allowedIps,
            fields[4],
            fields[5],
            fields[6],
            fields[7].replace("off", "0"));
  }
}
