package io.wirelink.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import io.wirelink.agent.AgentView;
import io.wirelink.control.ControlProtocol;
import io.wirelink.control.HostsControl;
import io.wirelink.control.StatusControl;
import io.wirelink.device.Endpoint;
import io.wirelink.device.IpAddress;
import io.wirelink.device.PublicKey;
import io.wirelink.fixtures.Views;
import io.wirelink.names.NameClaim;
import io.wirelink.names.NameDomain;
import io.wirelink.names.NamesMode;
import io.wirelink.names.NamesView;
import io.wirelink.names.Zone;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What hosts are called, as a hosts file has it and as the status tells of it. */
@Timeout(300)
class HostsCommandTest extends AskedAgents {
  private static final NameDomain DOMAIN = new NameDomain("wg0.wirelink");

  private static final String PART =
      """
      # wirelink wg0 begins: these lines are replaced
      10.77.0.11 leaf1.wg0.wirelink leaf1
      fd77::11 leaf1.wg0.wirelink leaf1
      # wirelink wg0 ends
      """;

  @TempDir private Path etc;

  private static NameClaim claim(int key, String name, String... addresses) {
    return claim(Views.key(key), name, addresses);
  }

  private static NameClaim claim(PublicKey key, String name, String... addresses) {
    return new NameClaim(
        key,
        name,
        false,
        Arrays.stream(addresses).map(IpAddress::parse).collect(Collectors.toSet()));
  }

  private void serve(String failure, List<NameClaim> claims) {
    Zone zone = Zone.of(DOMAIN, claims, List.of());
    Endpoint server = failure.isEmpty() ? Endpoint.parse("[fe80::1]:53") : null;
    NamesView names =
        new NamesView(NamesMode.HOST, DOMAIN, server, failure, zone.hosts(), zone.refused());
    AgentView view = Views.some();
    agents.answer(
        "wg0",
        new ControlProtocol(
            "wg0",
            List.of(
                new HostsControl(() -> view, any -> names),
                new StatusControl(() -> view, "1.0", any -> names))));
  }

  private void serveSome() {
    serve("", List.of(claim(4, "leaf1", "10.77.0.11", "fd77::11"), claim(2, "router", "fe80::2")));
  }

  @Test
  void aHostHasALineForEachAddressThatMeansSomethingByItself() {
    serveSome();
    assertEquals(PART, shell.done("hosts"));
    assertEquals(PART, shell.done("hosts", "wg0"));
  }

  @Test
  void programsGetItAsJson() throws IOException {
    serveSome();
    var answer = JSON.std.mapFrom(shell.done("hosts", "--json"));
    assertEquals(2, ((List<?>) answer.get("hosts")).size());
  }

  @Test
  void aFileKeepsWhatElseIsInIt() throws IOException {
    serveSome();
    Path file = Files.writeString(etc.resolve("hosts"), "127.0.0.1 localhost\n\n# mine\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    String before = Files.readString(file);
    shell.done("hosts", "wg0", "--into", file.toString());
    assertEquals(before + PART, Files.readString(file));
    Files.writeString(file, Files.readString(file) + "192.0.2.1 after\n");
    agents.stop("wg0");
    serve("", List.of(claim(4, "leaf1", "10.77.0.12")));
    shell.done("hosts", "wg0", "--into", file.toString());
    assertEquals(
        before
            + """
            # wirelink wg0 begins: these lines are replaced
            10.77.0.12 leaf1.wg0.wirelink leaf1
            # wirelink wg0 ends
            192.0.2.1 after
            """,
        Files.readString(file));
    agents.stop("wg0");
    shell.done("hosts", "wg0", "--out-of", file.toString());
    assertEquals(before + "192.0.2.1 after\n", Files.readString(file));
    assertEquals("rw-r--r--", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    try (var files = Files.list(etc)) {
      assertEquals(List.of(file), files.toList());
    }
  }

  @Test
  void aFileInWhichNobodyKnowsWhatIsReplacedStaysAsItIs() throws IOException {
    serveSome();
    Path file = Files.writeString(etc.resolve("hosts"), PART.lines().findFirst().orElseThrow());
    String before = Files.readString(file);
    var ended = shell.run("hosts", "wg0", "--into", file.toString());
    assertEquals(1, ended.exitCode());
    assertTrue(ended.err().contains("by hand"), ended.err());
    assertEquals(before, Files.readString(file));
    assertEquals(1, shell.run("hosts", "wg0", "--into", etc.resolve("none").toString()).exitCode());
  }

  @Test
  void theStatusSaysWhereNamesAreAnswered() {
    serveSome();
    assertTrue(
        shell
            .done("status")
            .contains("\nnames: 2 hosts in wg0.wirelink, answered at [fe80::1]:53 on wg0\n"));
    agents.stop("wg0");
    serve("the port cannot be had (Permission denied)", List.of());
    assertTrue(
        shell
            .done("status")
            .contains("\nnames: not answered, since the port cannot be had (Permission denied)\n"));
  }

  @Test
  void theStatusSaysWhichNamesAreRefusedAndWhy() {
    serve(
        "",
        List.of(
            claim(4, "db"),
            claim(5, "DB"),
            claim(6, "a\nb"),
            claim(7, "wpad"),
            claim(8, "x".repeat(300))));
    String shown = shell.done("status");
    for (String line :
        List.of(
            "names: \"db\" of BAAAAAAA… is refused, since BQAAAAAA… is called so too",
            "names: \"DB\" of BQAAAAAA… is refused, since BAAAAAAA… is called so too",
            "names: \"a?b\" of BgAAAAAA… is refused, since it is no name of DNS: letters, digits and"
                + " hyphens, at most 63",
            "names: \"wpad\" of BwAAAAAA… is refused, since programs look it up by themselves:"
                + " configure it here if it is meant",
            "names: \""
                + "x".repeat(60)
                + "\" of CAAAAAAA… is refused, since it is no name of DNS:"
                + " letters, digits and hyphens, at most 63")) {
      assertTrue(shown.contains("\n" + line + "\n"), () -> line + "\n" + shown);
    }
  }

  @Test
  void ofManyRefusedNamesSomeAreTold() {
    serve("", IntStream.range(4, 24).mapToObj(key -> claim(key, "same")).toList());
    String shown = shell.done("status");
    assertTrue(shown.contains("\nnames: 15 more are refused\n"), shown);
  }
}
