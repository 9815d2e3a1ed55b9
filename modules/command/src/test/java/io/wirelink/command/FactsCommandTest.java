package io.wirelink.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import io.wirelink.agent.AgentView;
import io.wirelink.agent.Counters;
import io.wirelink.control.ControlClient;
import io.wirelink.control.ControlFailure;
import io.wirelink.control.ControlLimits;
import io.wirelink.control.ControlProtocol;
import io.wirelink.control.ControlProtocol.Agent;
import io.wirelink.control.ControlServer;
import io.wirelink.control.ControlSocket;
import io.wirelink.control.FactsControl;
import io.wirelink.device.Endpoint;
import io.wirelink.device.PublicKey;
import io.wirelink.fact.Fact;
import io.wirelink.fact.MemberMetadata;
import io.wirelink.fact.Source;
import io.wirelink.fixtures.AbstractShell.Ended;
import io.wirelink.fixtures.Views;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Asking an agent, from the command to the socket and back. */
@Timeout(300)
class FactsCommandTest {
  @TempDir private Path folder;
  private Shell shell;
  private final List<ControlServer> servers = new ArrayList<>();

  @BeforeEach
  void openTheShell() {
    shell = new Shell(folder);
  }

  @AfterEach
  void closeServers() {
    servers.forEach(ControlServer::close);
  }

  private void serve(String interfaceName, Agent agent) {
    servers.add(
        ControlServer.open(
            new ControlSocket(shell.runDirectory, interfaceName),
            ControlLimits.DEFAULT,
            new ControlProtocol(interfaceName, "1.0", agent)));
  }

  private String facts(String... options) {
    String[] words = new String[options.length + 1];
    words[0] = "facts";
    System.arraycopy(options, 0, words, 1, options.length);
    Ended ended = shell.run(words);
    assertEquals("", ended.err());
    assertEquals(0, ended.exitCode());
    return ended.out();
  }

  private Map<String, Object> raw(String request) throws Exception {
    ControlProtocol protocol = new ControlProtocol("wg0", "1.0", Views::some);
    return JSON.std.mapFrom(new String(protocol.answer(request).line(), UTF_8));
  }

  @Test
  void theTableHasNamesAndColumns() {
    serve("wg0", Views::some);
    assertEquals(
        """
        SUBJECT    ATTRIBUTE   VALUE                                 TTL   FROM
        router     alive       00000000-0000-0007-0000-000000000008  30s   router
        router     endpoint    198.51.100.9:51820                    255s  this host
        router     endpoint    198.51.100.10:51820                   200s  router
        router     endpoint    [2001:db8::1]:51820                   200s  router
        router     member      router (basic)                        255s  router
        AwAAAAAA…  AllowedIPs  10.0.0.7/32                           99s   router
        """,
        facts());
  }

  @Test
  void keysThatBeginAlikeAreShownWhole() {
    AgentView view =
        Views.of(
            Views.known(Fact.member(Views.STRANGER, MemberMetadata.EMPTY), Source.LOCAL, 1),
            Views.known(
                Fact.member(new PublicKey(3L << 56, 1, 0, 0), MemberMetadata.EMPTY),
                new Source.Peer(Views.key(4)),
                1));
    serve("wg0", () -> view);
    assertEquals(
        """
        SUBJECT                                       ATTRIBUTE  VALUE  TTL  FROM
        AwAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=  member            1s   this host
        AwAAAAAAAAAAAAAAAAAAAQAAAAAAAAAAAAAAAAAAAAA=  member            1s   BAAAAAAA…
        """,
        facts());
  }

  @Test
  void whatIsOnlyRememberedIsCalledSoAndCanBeAskedFor() {
    AgentView view =
        Views.of(
            Views.known(Fact.member(Views.ROUTER, MemberMetadata.EMPTY), Source.LOCAL, 1),
            Views.known(Fact.member(Views.STRANGER, MemberMetadata.EMPTY), Source.MEMORY, 600_000));
    serve("wg0", () -> view);
    assertEquals(
        """
        SUBJECT    ATTRIBUTE  VALUE  TTL      FROM
        AwAAAAAA…  member            600000s  remembered
        """,
        facts("--source", "memory"));
  }

  @Test
  void thisHostIsCalledSoUntilItHasAName() {
    Fact fact = Fact.member(Views.SELF, MemberMetadata.EMPTY);
    AgentView named = Views.of(Views.known(fact, Source.LOCAL, 1));
    AgentView unnamed =
        new AgentView(
            "wg1",
            Views.SELF,
            false,
            AgentView.RoleReason.PEER_IS_ROUTER,
            false,
            Views.NOW,
            Views.NOW,
            Map.of(),
            named.facts(),
            List.of(),
            Counters.ZERO);
    serve("wg0", () -> named);
    serve("wg1", () -> unnamed);
    assertTrue(facts("wg0").contains("\nleaf "), facts("wg0"));
    assertTrue(facts("wg1").contains("\nthis host "), facts("wg1"));
  }

  @Test
  void namesFromOthersCannotPaintTheTerminal() {
    String name = "\u001b[31mred\u202e\n";
    Fact fact = Fact.member(Views.ROUTER, MemberMetadata.EMPTY.with(name, false));
    AgentView plain = Views.of(Views.known(fact, Source.LOCAL, 1));
    serve("wg0", () -> plain);
    assertTrue(facts().contains("?[31mred?"), facts());
    assertTrue(facts("--json").contains("\\u001B[31mred"), facts("--json"));
  }

  @Test
  void jsonIsAnArrayOfObjectsForScripts() throws IOException {
    serve("wg0", Views::some);
    List<Object> facts = JSON.std.listFrom(facts("--json"));
    assertEquals(6, facts.size());
    assertEquals(
        Map.of(
            "subject",
            Map.of("key", Views.ROUTER.toString(), "name", "router"),
            "attribute",
            "Alive",
            "value",
            "00000000-0000-0007-0000-000000000008",
            "expires",
            "2030-01-02T03:04:35Z",
            "ttl",
            30,
            "source",
            Map.of("kind", "peer", "key", Views.ROUTER.toString(), "name", "router")),
        facts.get(0));
    assertEquals(
        Map.of(
            "subject",
            Map.of("key", Views.ROUTER.toString(), "name", "router"),
            "attribute",
            "MemberMetadata",
            "value",
            Map.of("name", "router", "basic", true),
            "expires",
            "2030-01-02T03:08:20Z",
            "ttl",
            255,
            "source",
            Map.of("kind", "peer", "key", Views.ROUTER.toString(), "name", "router")),
        facts.get(4));
    Map<?, ?> local = (Map<?, ?>) facts.get(1);
    assertEquals(Map.of("kind", "local"), local.get("source"));
    Map<?, ?> unnamed = (Map<?, ?>) facts.get(5);
    assertEquals(Map.of("key", Views.STRANGER.toString(), "name", ""), unnamed.get("subject"));
    assertEquals("AllowedCidrV4", unnamed.get("attribute"));
  }

  @Test
  void theOrderDoesNotDependOnTheAgentsOrder() {
    List<AgentView.KnownFact> reversed = new ArrayList<>(Views.some().facts()).reversed();
    AgentView view = Views.of(reversed.toArray(AgentView.KnownFact[]::new));
    serve("wg0", Views::some);
    serve("wg1", () -> view);
    assertEquals(facts("wg0", "--json"), facts("wg1", "--json"));
  }

  @Test
  void noFactsAreAnEmptyArrayAndASentence() {
    serve("wg0", Views::of);
    assertEquals("[]\n", facts("--json"));
    assertEquals("The agent on wg0 knows nothing yet.\n", facts());
  }

  @Test
  void tenThousandFactsArrive() throws IOException {
    AgentView.KnownFact[] many = new AgentView.KnownFact[10_000];
    for (int i = 0; i < many.length; i++) {
      Endpoint endpoint = Endpoint.parse("192.0.2.1:" + i);
      many[i] = Views.known(Fact.endpoint(Views.key(i), endpoint), Source.LOCAL, 255);
    }
    AgentView view = Views.of(many);
    serve("wg0", () -> view);
    assertEquals(many.length, JSON.std.listFrom(facts("--json")).size());
  }

  @Test
  void withoutAgentTheExitCodeIsThree() {
    assertEquals(
        new Ended(3, "", "no agent runs on wg0: start one with 'wirelink run wg0'.\n"),
        shell.run("facts"));
    serve("wg0", Views::some);
    assertEquals(3, shell.run("facts", "wg7").exitCode());
  }

  @Test
  void theSocketOfADeadAgentIsNoAgent() throws IOException {
    Files.createDirectory(shell.runDirectory);
    try (ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      dead.bind(UnixDomainSocketAddress.of(shell.runDirectory.resolve("wg3.sock")));
    }
    assertEquals(3, shell.run("facts", "wg3").exitCode());
    serve("wg4", Views::of);
    assertEquals("The agent on wg4 knows nothing yet.\n", facts());
  }

  @Test
  void theOneAgentThatRunsIsAsked() {
    serve("wg5", Views::of);
    assertEquals("The agent on wg5 knows nothing yet.\n", facts());
  }

  @Test
  void amongSeveralAgentsOneMustBeNamed() {
    serve("wg1", Views::of);
    serve("wg0", Views::of);
    assertEquals(
        new Ended(2, "", "agents run on wg0, wg1: name the one that is meant.\n"),
        shell.run("facts"));
    assertEquals("The agent on wg1 knows nothing yet.\n", facts("wg1"));
    shell.variables.put("WIRELINK_IFACE", "wg0");
    assertEquals("The agent on wg0 knows nothing yet.\n", facts());
  }

  @Test
  void whatCannotBeAnInterfaceIsWrongUsage() {
    for (String name : List.of("", "../wg0", "wg0/../wg1", "way-too-long-name", "a b", "..")) {
      Ended ended = shell.run("facts", name);
      assertEquals(2, ended.exitCode());
      assertTrue(ended.err().contains("cannot be the name of an interface"), ended.err());
    }
  }

  @Test
  void anAgentThatIsTooBusyIsToldOf() {
    serve(
        "wg0",
        () -> {
          throw new TimeoutException("busy");
        });
    assertEquals(
        new Ended(1, "", "the agent on wg0 refuses: the agent is too busy to answer: try again.\n"),
        shell.run("facts"));
  }

  @Test
  void anAgentThatNeverAnswersIsGivenUp() throws IOException {
    Files.createDirectory(shell.runDirectory);
    ControlSocket silent = new ControlSocket(shell.runDirectory, "wg0");
    try (ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.bind(UnixDomainSocketAddress.of(silent.path()));
      ControlFailure failure =
          assertThrows(
              ControlFailure.class,
              () -> new ControlClient(silent, Duration.ofMillis(50)).ask(FactsControl.NAME));
      assertEquals(ControlFailure.Kind.FAILED, failure.kind());
    }
  }

  @Test
  void rubbishIsAnsweredWithAnError() throws Exception {
    for (String rubbish :
        List.of("", "\0", "facts", "{", "[]", "{}", "7", "{\"command\":7}", "{\"command\":", "}")) {
      Map<String, Object> answer = raw(rubbish);
      assertTrue(answer.get("error") instanceof String, rubbish);
      assertEquals(1, answer.get("version"));
    }
    assertTrue(raw("[".repeat(4000)).get("error") instanceof String);
    assertEquals(
        Map.of(
            "version",
            1,
            "kind",
            "command",
            "error",
            "there is no such command; there is facts, status"),
        raw("{\"command\":\"halt\"}"));
    assertEquals(
        "this agent speaks version 1 only",
        raw("{\"version\":2,\"command\":\"facts\"}").get("error"));
  }

  @Test
  void whatARequestSaysBeyondItsCommandIsLeftToLaterVersions() throws Exception {
    Map<String, Object> answer = raw("{\"version\":1,\"with\":{\"a\":[1]},\"command\":\"facts\"}");
    assertEquals("wg0", answer.get("interface"));
    assertEquals(6, ((List<?>) answer.get("facts")).size());
  }

  @Test
  void factsAreFilteredByAllThatIsGiven() {
    serve("wg0", Views::some);
    assertEquals(
        """
        SUBJECT  ATTRIBUTE  VALUE                TTL   FROM
        router   endpoint   198.51.100.9:51820   255s  this host
        router   endpoint   198.51.100.10:51820  200s  router
        router   endpoint   [2001:db8::1]:51820  200s  router
        """,
        facts("--attribute", "ENDPOINT", "--peer", "router"));
    assertEquals(1, lines("--source", "local"));
    assertEquals(1, lines("--source", Views.SELF.toString()));
    assertEquals(5, lines("--source", "rou"));
    assertEquals(1, lines("--source", "router", "--attribute", "E"));
    assertEquals(1, lines("--source", "router", "--attribute", "endpointv4"));
    assertEquals(1, lines("--peer", Views.STRANGER.toString().substring(0, 4)));
    assertEquals(
        "The agent on wg0 knows nothing of that kind.\n", facts("--peer", "" + Views.key(77)));
    assertEquals("[]\n", facts("--json", "--attribute", "m"));
  }

  private long lines(String... options) {
    return facts(options).lines().count() - 1;
  }

  @Test
  void aWordThatMeansNothingIsAnsweredWithTheNearest() {
    serve("wg0", Views::some);
    assertWrong(
        "there is no attribute endpiont: did you mean endpoint?", "--attribute", "endpiont");
    assertWrong("it is one of alive, endpoint, AllowedIPs, member", "--attribute", "x");
    assertWrong("no peer is known as \"ruoter\": did you mean router?", "--peer", "ruoter");
    assertWrong("no peer is known as \"\"", "--source", "");
    AgentView alike =
        Views.of(
            Views.known(Fact.member(Views.STRANGER, MemberMetadata.EMPTY), Source.LOCAL, 1),
            Views.known(
                Fact.member(new PublicKey(3L << 56, 1, 0, 0), MemberMetadata.EMPTY),
                Source.LOCAL,
                1));
    serve("wg1", () -> alike);
    assertWrong("\"AwAA\" may be AwAAAAAA", "wg1", "--peer", "AwAA");
  }

  private void assertWrong(String expected, String... options) {
    List<String> words = new ArrayList<>(List.of("facts"));
    if (!options[0].startsWith("wg")) {
      words.add("wg0");
    }
    words.addAll(List.of(options));
    Ended ended = shell.run(words.toArray(String[]::new));
    assertEquals(2, ended.exitCode(), ended.err());
    assertTrue(ended.err().contains(expected), ended.err());
    assertEquals(1, ended.err().lines().count());
  }

  @Test
  void parametersAreCheckedAndRepeated() throws Exception {
    Map<String, Object> answer =
        raw("{\"command\":\"facts\",\"parameters\":{\"attribute\":\"a\"}}");
    assertEquals(Map.of("attribute", "a"), answer.get("parameters"));
    assertEquals(1, ((List<?>) answer.get("facts")).size());
    assertEquals(
        "facts has no parameter \"colour\"; it has peer, attribute, source",
        raw("{\"command\":\"facts\",\"parameters\":{\"colour\":1}}").get("error"));
    for (String parameters : List.of("7", "[]", "null", "{\"peer\":[]}", "{\"peer\":null}")) {
      assertEquals(
          "parameter",
          raw("{\"command\":\"facts\",\"parameters\":" + parameters + "}").get("kind"),
          parameters);
    }
  }
}
