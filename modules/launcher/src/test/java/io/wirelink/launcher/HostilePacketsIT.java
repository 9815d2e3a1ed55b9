package io.wirelink.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.Isolated;

/** What a peer of the router's device cannot do to its agent by sending packets. */
@Isolated("A flood takes all that the machine has")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostilePacketsIT {

  /** As many floods as may pass until something is answered during one of them. */
  private static final int FLOODS = 10;

  private static final int FLOOD = 100_000;

  /** An address that nobody's key gives. */
  private static final String FOREIGN = "fe80::bad";

  /** A line for each sender in five minutes, and some room for what else befalls a mesh. */
  private static final int CALM_LINES = 6;

  /**
   * What a heap may gain between two collections, which says nothing of a leak: 80 bytes for each
   * packet of the two floods would be more.
   */
  private static final long LEVEL_KIB = 16 * 1024;

  private Lab lab;
  private Path packets;
  private int kinds;
  private Set<Told> factsBefore;
  private long linesBefore;

  @BeforeAll
  void build() throws IOException {
    lab = Lab.lan(2);
    lab.startAndMeet();
    allow(FOREIGN);
    List<byte[]> hostile =
        new Hostility(lab.privateKey("leaf1"), lab.privateKey("leaf2"), lab.key("router"))
            .packets();
    kinds = hostile.size();
    packets = lab.directory().resolve("packets");
    String to = lab.key("router").linkLocalAddress() + "%wg0 ";
    Files.write(packets, hostile.stream().map(p -> to + HexFormat.of().formatHex(p)).toList());
  }

  /** Lets the attacker use one more address, as WireGuard itself does not. */
  private void allow(String address) {
    lab.exec("leaf1", "ip", "address", "add", address + "/64", "dev", "wg0", "nodad").done();
    Set<String> ips = new TreeSet<>(lab.peers("router").get("leaf1").allowedIps());
    ips.add(address + "/128");
    String key = lab.key("leaf1").toString();
    lab.exec("router", "wg", "set", "wg0", "peer", key, "allowed-ips", String.join(",", ips))
        .done();
  }

  @BeforeEach
  void settle() {
    lab.within("the facts of the router are settled", this::areFactsSettled);
    factsBefore = Set.copyOf(lab.facts("router"));
    linesBefore = lab.log("router").lines().count();
  }

  private boolean areFactsSettled() {
    Set<Told> now = Set.copyOf(lab.facts("router"));
    boolean settled = now.equals(factsBefore) && lab.speaksOf("router", "leaf2", "192.168.50.12");
    factsBefore = now;
    return settled;
  }

  @AfterEach
  void theMeshWorksAsBefore() {
    assertEquals(factsBefore, Set.copyOf(lab.facts("router")), lab.lastWords());
    String log = lab.log("router").lines().skip(linesBefore).collect(Collectors.joining("\n"));
    assertTrue(log.lines().count() <= CALM_LINES, log);
    assertFalse(log.contains("Exception") || log.contains("\tat "), log);
    for (String host : List.of("leaf1", "router")) {
      lab.within("leaf2 reaches " + host, () -> lab.ttl("leaf2", host) == 64);
    }
  }

  @AfterAll
  void remove() {
    if (lab != null) {
      lab.close();
    }
  }

  @Test
  void nothingHostileIsBelievedFromThePeerThatSendsIt() {
    send(lab.key("leaf1").linkLocalAddress().toString(), kinds);
  }

  @Test
  void nothingHostileIsBelievedFromAForeignAddress() {
    send(FOREIGN, kinds);
    send("fd77::11", kinds);
  }

  @Test
  void aFloodLeavesFactsMemoryAndLogAsTheyWere() {
    send(lab.key("leaf1").linkLocalAddress().toString(), FLOOD);
    long before = residentKib();
    double pace = send(lab.key("leaf1").linkLocalAddress().toString(), FLOOD);
    send(FOREIGN, FLOOD);
    lab.within("the router's agent answers", () -> !lab.facts("router").isEmpty());
    long after = residentKib();
    System.out.printf(
        "Resident memory under a flood of %.0f packets/s: %d KiB before, %d KiB after.%n",
        pace, before, after);
    assertTrue(after - before <= LEVEL_KIB, before + " KiB before, " + after + " KiB after");
  }

  @Test
  void theAgentAnswersWhileAFloodGoesOn() throws Exception {
    String from = lab.key("leaf1").linkLocalAddress().toString();
    // The answers stand in one queue with the flood, which may be full more than once, and on a
    // busy machine for as long as one flood goes on.
    int ttl = 0;
    for (int i = 0; ttl == 0 && i < FLOODS; i++) {
      ttl = answerDuring(lab.begin("leaf1", lab.directory().resolve("sent"), sender(from, FLOOD)));
    }
    assertEquals(64, ttl, "nothing was answered while a flood went on");
  }

  /** The TTL of the router's answer to a ping during the flood; 0 if none came before its end. */
  private int answerDuring(Process flood) throws InterruptedException {
    try {
      assertFalse(lab.facts("router").isEmpty());
      int ttl = 0;
      while (ttl == 0 && flood.isAlive()) {
        ttl = lab.ttl("leaf2", "router");
      }
      return ttl;
    } finally {
      flood.waitFor();
    }
  }

  private long residentKib() {
    return lab.residentKib("router");
  }

  /**
   * Sends packets to the router's agent.
   *
   * @return how many per second
   */
  private double send(String from, int count) {
    long start = System.nanoTime();
    int sent = Integer.parseInt(lab.exec("leaf1", sender(from, count)).done().out().strip());
    assertTrue(sent > count / 2, sent + " of " + count + " sent");
    return sent / ((System.nanoTime() - start) / 1e9);
  }

  private String[] sender(String from, int count) {
    return PacketSender.command(from, packets, count, 0);
  }
}
