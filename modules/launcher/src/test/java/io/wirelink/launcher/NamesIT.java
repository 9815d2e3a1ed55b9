package io.wirelink.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * What programs of a host find out about the names of others, by the resolver of the C library,
 * which is told where the agent answers.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class NamesIT {
  private static final String NOT_FOUND = "";

  private Lab lab;

  @BeforeAll
  void build() {
    lab = Lab.lan(2);
    configure(
        "router",
        Stream.of("router", "leaf1", "leaf2")
            .map(host -> peer(lab.key(host).toString(), host, ""))
            .collect(Collectors.joining(", ")),
        "");
    configure("leaf1", phone("10.77.0.30"), "");
    configure("leaf2", "", "\"names\": \"peers\", ");
    lab.startAndMeet();
    ask("leaf1", "leaf1", "");
    lab.within("leaf1 has heard what leaf2 is called", () -> !found("leaf2").isEmpty());
  }

  @AfterAll
  void remove() {
    if (lab != null) {
      lab.close();
    }
  }

  private void configure(String host, String peers, String more) {
    String config = "{%s\"peers\": [%s]}".formatted(more, peers);
    String write = "umask 077 && cat >/etc/wireguard/wirelink.wg0.json";
    lab.execWith(config, host, "sh", "-c", write).done();
  }

  private static String peer(String key, String name, String more) {
    return "{\"PublicKey\": \"%s\", \"Name\": \"%s\"%s}".formatted(key, name, more);
  }

  /** One that has no agent, and that nobody else knows. */
  private static String phone(String address) {
    String more = ", \"Basic\": true, \"AllowedIPs\": [\"%s/32\"]".formatted(address);
    return peer("bS0y8f6T2H5n0Y3C4v4m8bq0q4QzH3M4hPZQ7oTt8Fw=", "phone", more);
  }

  /** Lets programs of a host ask the agent of one, and nobody else. */
  private void ask(String host, String agent, String options) {
    String text =
        "nameserver %s%%wg0\nsearch wg0.wirelink\noptions timeout:1 attempts:1 %s\n"
            .formatted(lab.key(agent).linkLocalAddress(), options);
    String write =
        "cat >/run/resolv.conf; umount /etc/resolv.conf 2>/dev/null;"
            + " mount --bind /run/resolv.conf /etc/resolv.conf";
    lab.execWith(text, host, "sh", "-c", write).done();
  }

  /** What a host finds: an address a line; nothing if there is none. */
  private String found(String name) {
    return foundBy("leaf1", name);
  }

  private String foundBy(String host, String name) {
    Ended ended = lab.exec(host, "getent", "ahosts", name);
    return ended
        .out()
        .lines()
        .map(line -> line.replaceFirst(" .*", ""))
        .distinct()
        .sorted()
        .collect(Collectors.joining("\n"));
  }

  private String both(String host) {
    String six = lab.tunnel(host).replaceFirst(".*\\.", "fd77::");
    return lab.tunnel(host) + "\n" + six;
  }

  @Test
  @Order(1)
  void aHostIsFoundByItsName() {
    assertEquals(both("leaf2"), found("leaf2"));
    assertEquals(both("leaf2"), found("LEAF2.wg0.wirelink."));
    assertEquals(both("leaf1"), found("leaf1.wg0.wirelink."));
    assertEquals(NOT_FOUND, found("leaf3"));
    assertEquals(NOT_FOUND, found("example.org"));
    lab.exec("leaf1", "ping", "-c", "1", "-W", "5", "leaf2").done();
  }

  @Test
  @Order(1)
  void anAddressHasTheNameOfItsHost() {
    String out = lab.exec("leaf1", "getent", "hosts", lab.tunnel("leaf2")).done().out();
    assertTrue(out.contains("leaf2.wg0.wirelink"), out);
  }

  @Test
  @Order(1)
  void theStatusSaysWhereNamesAreAnswered() {
    String status = lab.exec("leaf1", "wirelink", "status").done().out();
    assertTrue(status.contains("names: 4 hosts in wg0.wirelink, answered at "), status);
  }

  @Test
  @Order(1)
  void aHostsFileHasThemToo() {
    List<String> lines = lab.exec("leaf1", "wirelink", "hosts").done().out().lines().toList();
    assertTrue(lines.contains(lab.tunnel("leaf2") + " leaf2.wg0.wirelink leaf2"), lines::toString);
  }

  /** Also where peers are answered: nobody from outside of the tunnel gets there. */
  @Test
  @Order(1)
  void itListensInTheTunnelAlone() {
    for (String host : List.of("leaf1", "leaf2")) {
      for (String sockets : List.of("-Hlnu", "-Hlnt")) {
        List<String> heard =
            lab.exec(host, "ss", sockets, "sport = :53").done().out().lines().toList();
        assertEquals(1, heard.size(), heard::toString);
        String at = "[" + lab.key(host).linkLocalAddress() + "]%wg0:53";
        assertTrue(heard.getFirst().contains(at), () -> heard + " is not at " + at);
      }
    }
  }

  @Test
  @Order(2)
  void overTcpItIsTheSame() {
    ask("leaf1", "leaf1", "use-vc");
    assertEquals(both("leaf2"), found("leaf2"));
    ask("leaf1", "leaf1", "");
  }

  @Test
  @Order(3)
  void anAddressThatChangedIsFollowed() {
    assertEquals("10.77.0.30", found("phone"));
    configure("leaf1", phone("10.77.0.31"), "");
    lab.exec("leaf1", "wirelink", "reload").done();
    double seconds =
        lab.within("the new address is found", () -> found("phone").equals("10.77.0.31"));
    System.out.printf(
        "An address that the configuration changed was found after %.2f s%n", seconds);

    String key = lab.key("leaf2").toString();
    String more = both("leaf2").replace("\n", ",") + ",10.77.0.99/32";
    lab.exec("router", "wg", "set", "wg0", "peer", key, "allowed-ips", more).done();
    seconds = lab.within("the new address is found", () -> found("leaf2").contains("10.77.0.99"));
    System.out.printf(
        "An address that the router's device changed was found after %.2f s%n", seconds);
  }

  @Test
  @Order(4)
  void aPeerIsAnsweredOnlyIfThatIsConfigured() {
    ask("leaf2", "leaf1", "");
    assertEquals(NOT_FOUND, foundBy("leaf2", "router"));
    assertNotEquals(NOT_FOUND, found("router"));
    ask("leaf1", "leaf2", "");
    lab.within("leaf2 has heard what it is called", () -> !found("leaf2").isEmpty());
  }

  @Test
  @Order(5)
  void noAgentHasFailed() {
    for (String host : lab.hosts()) {
      assertTrue(lab.log(host).contains("Names of hosts such as "), lab.log(host));
      lab.stop(host);
      assertTrue(!lab.log(host).contains("Exception"), lab.log(host));
    }
  }
}
