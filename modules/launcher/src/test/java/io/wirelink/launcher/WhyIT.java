package io.wirelink.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import io.wirelink.diagnosis.Cause;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * What keeps hosts from talking directly, built for real, and whether `wirelink why` names it. Each
 * lab stands for several cases, since what takes time is to wait until something is known; and so
 * they run beside other tests.
 */
@Execution(ExecutionMode.CONCURRENT)
class WhyIT {

  private Lab lab;

  @AfterEach
  void remove() {
    if (lab != null) {
      lab.close();
    }
  }

  @Test
  void whatKeepsHostsOfOneNetworkApart() throws IOException {
    lab = Lab.lan(5);
    // leaf3 does not trust the router with members; leaf1 and leaf2 do not hear each other.
    configure(
        "leaf3",
        """
        { "peers": [{ "PublicKey": "%s", "Name": "router", "Trust": "Endpoint" }] }
        """
            .formatted(lab.key("router")));
    nameAll();
    lab.lab("block", "leaf1", "leaf2").done();
    String stranger = "c3RyYW5nZXJzdHJhbmdlcnN0cmFuZ2Vyc3RyYW5nZXI=";
    lab.exec("leaf1", "wg", "set", "wg0", "peer", stranger, "allowed-ips", "10.77.0.99/32").done();
    lab.start();

    // At once: nothing of this has to be waited for.
    String nobody = "bm9ib2R5bm9ib2R5bm9ib2R5bm9ib2R5bm9ib2R5bm8=";
    told("never seen", "leaf1", nobody, Cause.NEVER_SEEN, "nobody has spoken of it");
    told("not a member", "leaf1", stranger, Cause.NOT_A_MEMBER, "belongs to the mesh");
    lab.within("leaf3 was told of leaf2", () -> why("leaf3", "leaf2").get("cause") != null);
    told("source not trusted", "leaf3", "leaf2", Cause.SOURCE_NOT_TRUSTED, "Membership");

    // leaf4 vanishes while leaf1 speaks to it.
    lab.within("leaf1 reaches leaf4", () -> lab.routesDirectly("leaf1", "leaf4"));
    told("direct", "leaf1", "leaf4", Cause.DIRECT, "reached directly");
    Path pings = lab.directory().resolve("pings");
    lab.begin("leaf1", pings, "ping", "-n", "-i", "0.5", "-w", "300", lab.tunnel("leaf4"));
    lab.lab("link", "leaf4", "down").done();
    lab.within("leaf2 is given up", () -> is("leaf1", "leaf2", Cause.UDP_BLOCKED));
    told("UDP blocked", "leaf1", "leaf2", Cause.UDP_BLOCKED, "drops UDP");
    lab.within("leaf4 is missed", () -> is("leaf1", "leaf4", Cause.OFFLINE));
    told("offline", "leaf1", "leaf4", Cause.OFFLINE, "it is gone");

    // leaf1 speaks to the router, and the router vanishes.
    lab.begin("leaf1", pings, "ping", "-n", "-i", "0.5", "-w", "300", lab.tunnel("router"));
    lab.lab("link", "router", "down").done();
    lab.within("the router is missed", () -> is("leaf1", "leaf2", Cause.ROUTER_DOWN));
    told("router down", "leaf1", "leaf2", Cause.ROUTER_DOWN, "the router does not answer");
    told("router down", "leaf1", "router", Cause.ROUTER_DOWN, "it is the router");
  }

  @Test
  void whatKeepsHostsBehindNatsApart() throws IOException {
    lab = Lab.behind("random", "random", "random");
    nameAll();
    // For leaf3 all that leaf2 may be at lies in the tunnel.
    for (String address : List.of("192.168.2.99/24", "198.51.100.14/30")) {
      lab.exec("leaf3", "ip", "address", "add", address, "dev", "wg0", "noprefixroute").done();
    }
    lab.start();
    lab.within("all was tried", () -> is("leaf1", "leaf2", Cause.SYMMETRIC_NAT));
    Map<String, Object> why =
        told("symmetric NAT", "leaf1", "leaf2", Cause.SYMMETRIC_NAT, "both hosts are behind a NAT");
    assertEquals(
        Map.of("here", "changes_port", "there", "changes_port"), why.get("nat"), why::toString);
    told(
        "endpoint in the tunnel",
        "leaf3",
        "leaf2",
        Cause.ENDPOINT_IN_TUNNEL,
        "leads through wg0 itself");
  }

  /** Lets the router tell everybody what the hosts are called. */
  private void nameAll() throws IOException {
    List<String> names =
        lab.hosts().stream()
            .map(
                host ->
                    "{ \"PublicKey\": \"%s\", \"Name\": \"%s\" }".formatted(lab.key(host), host))
            .toList();
    configure("router", "{ \"peers\": [" + String.join(", ", names) + "] }");
  }

  private void configure(String host, String json) throws IOException {
    Path file = lab.directory().resolve(host).resolve("wirelink.wg0.json");
    Files.writeString(file, json);
    lab.exec(host, "cp", file.toString(), "/etc/wireguard/wirelink.wg0.json").done();
  }

  private Map<String, Object> why(String host, String peer) {
    Ended ended = lab.exec(host, "wirelink", "why", peer, "--json");
    try {
      return ended.exitCode() == 0 ? JSON.std.mapFrom(ended.out()) : Map.of();
    } catch (IOException e) {
      throw new AssertionError("no JSON: " + ended, e);
    }
  }

  private boolean is(String host, String peer, Cause cause) {
    return cause.word().equals(why(host, peer).get("cause"));
  }

  /** Asserts the cause, and that the sentences say so; prints them, for who wants to read some. */
  private Map<String, Object> told(
      String title, String host, String peer, Cause cause, String words) {
    Map<String, Object> why = why(host, peer);
    assertEquals(cause.word(), why.get("cause"), () -> why + "\n" + lab.lastWords());
    assertTrue(String.valueOf(why.get("summary")).contains(words), why::toString);
    Ended ended = lab.exec(host, "wirelink", "why", peer);
    assertEquals(0, ended.exitCode(), ended::toString);
    System.out.printf("== %s%n%s%n", title, ended.out());
    assertEquals(List.of(), ended.out().lines().filter(line -> line.length() > 120).toList());
    return why;
  }
}
