package io.wirelink.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wirelink.config.KnownPeers;
import io.wirelink.device.Cidr;
import io.wirelink.fact.Fact;
import io.wirelink.fact.MemberMetadata;
import io.wirelink.fact.Source;
import io.wirelink.fixtures.AbstractShell.Ended;
import io.wirelink.fixtures.Views;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What an agent knows as static configuration. */
@Timeout(300)
class ConfigExportCommandTest {
  @TempDir private Path folder;
  private Path etc;
  private Shell shell;
  private Agents agent;

  @BeforeEach
  void startAnAgent() throws Exception {
    shell = new Shell(folder);
    etc = Files.createDirectories(folder.resolve("etc"));
    agent = new Agents(shell).serve("wg0", Views::some);
  }

  @AfterEach
  void stopIt() {
    agent.close();
  }

  @Test
  void whatIsKnownBecomesAFile() {
    assertEquals(
        new Ended(
            0,
            """
            {
              "peers": [
                {
                  "PublicKey": "%s",
                  "Name": "router",
                  "Endpoints": [
                    "198.51.100.9:51820",
                    "198.51.100.10:51820",
                    "[2001:db8::1]:51820"
                  ],
                  "Basic": true
                },
                {
                  "PublicKey": "%s",
                  "AllowedIPs": [
                    "10.0.0.7/32"
                  ]
                }
              ]
            }
            """
                .formatted(Views.ROUTER, Views.STRANGER),
            ""),
        shell.run("config", "export"));
  }

  @Test
  void theFileIsRight() throws Exception {
    String exported = shell.run("config", "export", "wg0").out();
    Path file = Files.writeString(etc.resolve("wirelink.wg0.json"), exported);
    assertEquals(new Ended(0, file + ": no mistakes, 2 peers\n", ""), shell.run("config", "check"));
    // What is configured is not told twice.
    assertEquals(exported, shell.run("config", "export").out());
  }

  @Test
  void whatIsConfiguredComesFirstAndKeepsItsTrust() throws Exception {
    Files.writeString(
        etc.resolve("wirelink.wg0.json"),
        """
        {"port": 7, "peers": [
          {"PublicKey": "%s", "Name": "mine", "Trust": "Endpoint", "AllowedIPs": ["10.0.0.0/24"]},
          {"PublicKey": "%s", "Endpoints": ["vpn.example.org:1"]}]}
        """
            .formatted(Views.STRANGER, Views.ROUTER));
    String exported = shell.run("config", "export").out();
    assertTrue(exported.startsWith("{\n  \"port\": 7,\n  \"peers\": ["), exported);
    assertTrue(
        exported.contains(
            """
                  "Name": "mine",
                  "Trust": "Endpoint",
                  "AllowedIPs": [
                    "10.0.0.0/24",
                    "10.0.0.7/32"
                  ]
            """),
        exported);
    assertTrue(
        exported.contains(
            """
                  "Endpoints": [
                    "vpn.example.org:1",
                    "198.51.100.9:51820",
            """),
        exported);
    assertEquals(1, exported.lines().filter(line -> line.contains("Trust")).count());
  }

  @Test
  void routersAreWrittenDownAsTrusted() {
    agent.close();
    agent =
        new Agents(shell)
            .serve(
                "wg0",
                () ->
                    Views.of(
                        Views.known(
                            Fact.allowedCidr(Views.ROUTER, Cidr.parse("10.0.0.1/24")),
                            new Source.Peer(Views.ROUTER),
                            9),
                        Views.known(
                            Fact.allowedCidr(Views.ROUTER, Cidr.parse("fe80::1/128")),
                            Source.LOCAL,
                            9),
                        Views.known(
                            Fact.member(
                                Views.STRANGER, MemberMetadata.EMPTY.with("a\u001b\"\n", false)),
                            Source.LOCAL,
                            9)));
    String exported = shell.run("config", "export").out();
    assertTrue(
        exported.contains(
            """
                  "Trust": "Membership",
                  "AllowedIPs": [
                    "10.0.0.0/24"
                  ]
            """),
        exported);
    assertTrue(exported.contains("\"Name\": \"a?\\\"\""), exported);
  }

  @Test
  void whatIsNotUnderstoodIsLeftOut() {
    Map<String, Object> odd =
        Map.of(
            "subject",
            Map.of("key", Views.ROUTER.toString()),
            "attribute",
            "EndpointV4",
            "value",
            7);
    Map<String, Object> later =
        Map.of("subject", Map.of("key", "x"), "attribute", "Colour", "value", "red");
    KnownPeers known = new KnownPeers().addFacts(List.of(odd, later, "text", Map.of()));
    assertEquals(Map.of(), known.peers());
  }

  @Test
  void withoutAnAgentThereIsNothingToTell() {
    agent.close();
    Ended ended = shell.run("config", "export", "wg0");
    assertEquals(3, ended.exitCode());
    assertEquals("", ended.out());
    assertEquals("no agent runs on wg0: start one with 'wirelink run wg0'.\n", ended.err());
  }

  @Test
  void aWrongConfigurationIsNotExported() throws Exception {
    Files.writeString(etc.resolve("wirelink.wg0.json"), "{\"prot\": 7}");
    Ended ended = shell.run("config", "export");
    assertEquals(2, ended.exitCode());
    assertTrue(ended.err().contains("did you mean port?"), ended.err());
  }
}
