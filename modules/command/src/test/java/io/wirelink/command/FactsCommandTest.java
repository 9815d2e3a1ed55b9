package io.wirelink.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import io.wirelink.agent.AgentView;
import io.wirelink.agent.Counters;
import io.wirelink.device.Endpoint;
import io.wirelink.device.PublicKey;
import io.wirelink.fact.Fact;
import io.wirelink.fact.MemberMetadata;
import io.wirelink.fact.NatBehavior;
import io.wirelink.fact.Source;
import io.wirelink.fixtures.AbstractShell.Ended;
import io.wirelink.fixtures.Views;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Asking an agent what it knows, from the command to the socket and back. */
@Timeout(300)
class FactsCommandTest extends AskedAgents {
  private String facts(String... options) {
    return shell.done("facts", options);
  }

  @Test
  void theTableHasNamesAndColumns() {
    agents.serve("wg0", Views::some);
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
    agents.serve("wg0", () -> view);
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
    agents.serve("wg0", () -> view);
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
    agents.serve("wg0", () -> named);
    agents.serve("wg1", () -> unnamed);
    assertTrue(facts("wg0").contains("\nleaf "), facts("wg0"));
    assertTrue(facts("wg1").contains("\nthis host "), facts("wg1"));
  }

  @Test
  void aNatThatStandsInOthersWayIsShown() {
    NatBehavior nat =
        new NatBehavior(NatBehavior.Mapping.ENDPOINT_DEPENDENT, NatBehavior.Ports.ARBITRARY, false);
    Fact fact = Fact.member(Views.ROUTER, MemberMetadata.EMPTY.with("hub", true).with(nat));
    agents.serve("wg0", () -> Views.of(Views.known(fact, Source.LOCAL, 1)));
    assertTrue(facts().contains("hub (basic) (NAT: a new port for each destination)"), facts());
  }

  @Test
  void namesFromOthersCannotPaintTheTerminal() {
    String name = "\u001b[31mred\u202e\n";
    Fact fact = Fact.member(Views.ROUTER, MemberMetadata.EMPTY.with(name, false));
    AgentView plain = Views.of(Views.known(fact, Source.LOCAL, 1));
    agents.serve("wg0", () -> plain);
    assertTrue(facts().contains("?[31mred?"), facts());
    assertTrue(facts("--json").contains("\"?[31mred?\""), facts("--json"));
  }

  @Test
  void jsonIsAnArrayOfObjectsForScripts() throws IOException {
    agents.serve("wg0", Views::some);
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
    agents.serve("wg0", Views::some);
    agents.serve("wg1", () -> view);
    assertEquals(facts("wg0", "--json"), facts("wg1", "--json"));
  }

  @Test
  void noFactsAreAnEmptyArrayAndASentence() {
    agents.serve("wg0", Views::of);
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
    agents.serve("wg0", () -> view);
    assertEquals(many.length, JSON.std.listFrom(facts("--json")).size());
  }

  @Test
  void factsAreFilteredByAllThatIsGiven() {
    agents.serve("wg0", Views::some);
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
    agents.serve("wg0", Views::some);
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
    agents.serve("wg1", () -> alike);
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
}
