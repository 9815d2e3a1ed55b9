package io.wirelink.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import io.wirelink.agent.AgentView;
import io.wirelink.agent.AgentView.KnownPeer;
import io.wirelink.agent.AgentView.Path;
import io.wirelink.agent.AgentView.RoleReason;
import io.wirelink.agent.DirectPath;
import io.wirelink.command.StatusText.Look;
import io.wirelink.control.ControlProtocol;
import io.wirelink.control.Members;
import io.wirelink.control.Status;
import io.wirelink.fact.Fact;
import io.wirelink.fact.MemberMetadata;
import io.wirelink.fact.Source;
import io.wirelink.fixtures.Views;
import io.wirelink.path.PathBreak;
import io.wirelink.text.TextTable;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How the answer of an agent looks to people. */
class StatusTextTest {
  private static final Look TERMINAL = new Look(false, 110);

  private static Status status(AgentView view) {
    try {
      String request = "{\"command\":\"status\"}";
      byte[] answer = new ControlProtocol("wg0", "1.0", () -> view).answer(request).line();
      return Status.of(Members.of(JSON.std.mapFrom(new String(answer, UTF_8))));
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static List<String> text(AgentView view, Look look) {
    return StatusText.of(status(view), look, Views.NOW);
  }

  private static String host(AgentView view) {
    return text(view, Look.PLAIN).getFirst().replaceAll(", up .*", "");
  }

  private static AgentView withRole(boolean router, RoleReason reason, AgentView view) {
    return new AgentView(
        view.interfaceName(),
        view.self(),
        router,
        reason,
        view.draining(),
        view.startedAt(),
        view.takenAt(),
        view.names(),
        view.facts(),
        view.peers(),
        view.counters());
  }

  @Test
  void thereIsALineForTheHostAndOneForEachPeer() {
    assertEquals(
        """
        wg0: leaf2, leaf because router is a router, up 2h3m, 6 facts, wirelink %s, key %s
        PEER       PATH       SINCE  ENDPOINT             HANDSHAKE  ALIVE    RTT        RX        TX  TRUST       ALLOWED IPS
        router     direct        1h  198.51.100.1:51820        1m3s  yes        -  1.46 KiB  3.00 MiB  Membership  10.77.0.0/24, fe80::1/128
        leaf1      direct     1m30s  192.0.2.7:51820             5s  yes    3.2ms     148 B      92 B  Endpoint    10.77.0.11/32, fe80::7/128
        AwAAAAAA…  by router     0s  [2001:db8::7]:51820          -  no         -     148 B      92 B  Endpoint    fe80::7/128
        BQAAAAAA…  down          0s  -                            -  basic      -       0 B       0 B  Untrusted   -
        """
            .formatted("1.0", Views.SELF),
        String.join("\n", text(StatusViews.small(), Look.PLAIN)) + "\n");
  }

  @Test
  void whatWasDroppedIsSaidIfAnythingWas() {
    List<String> lines = text(StatusViews.dropping(12), Look.PLAIN);
    assertEquals(
        "12 packets dropped, since they came faster than the agent takes them in", lines.get(1));
    assertFalse(String.join("\n", text(StatusViews.small(), Look.PLAIN)).contains("dropped"));
  }

  private static String trouble(
      Path path, boolean draining, DirectPath.Phase phase, PathBreak broken, int breaks) {
    Instant held = breaks == 0 ? null : Views.NOW.plusSeconds(30);
    DirectPath direct =
        new DirectPath(phase, Views.NOW, broken, held, breaks, true, 32, breaks, null);
    KnownPeer peer =
        path == Path.DIRECT
            ? StatusViews.direct(Views.STRANGER, "192.0.2.7:51820")
            : StatusViews.routed(Views.STRANGER, "192.0.2.7:51820");
    AgentView view =
        StatusViews.of(Map.of(Views.ROUTER, "router"), StatusViews.with(peer, draining, direct));
    return text(view, Look.PLAIN).getLast();
  }

  @Test
  void whatIsWrongWithAPathIsSaidBesideIt() {
    DirectPath.Phase answering = DirectPath.Phase.ANSWERING;
    assertTrue(
        trouble(Path.ROUTED, false, answering, PathBreak.LARGE_LOST, 0)
            .contains("by router, large packets lost "));
    assertTrue(
        trouble(Path.ROUTED, false, DirectPath.Phase.DOWN, PathBreak.ONE_WAY, 0)
            .contains("by router, one way only "));
    assertTrue(
        trouble(Path.ROUTED, false, answering, PathBreak.GIVEN_UP_BY_PEER, 1)
            .contains("by router, given up there "));
    assertTrue(
        trouble(Path.ROUTED, false, answering, PathBreak.NOT_CONFIGURED, 1)
            .contains("by router, device not changed "));
    assertTrue(
        trouble(Path.ROUTED, false, answering, PathBreak.UNANSWERED, 4)
            .contains("by router, flapping "));
    assertTrue(
        trouble(Path.DIRECT, true, DirectPath.Phase.UP, null, 0).contains("direct, draining "));
  }

  @Test
  void lossesHaveAColumnWhereOneIsKnown() {
    assertTrue(
        trouble(Path.ROUTED, false, DirectPath.Phase.DOWN, PathBreak.UNANSWERED, 8)
            .contains(" 25% "));
    assertFalse(String.join("\n", text(StatusViews.small(), Look.PLAIN)).contains("LOSS"));
  }

  @Test
  void whoIsAMemberAsFarAsTheAgentRemembersIsMarked() {
    AgentView small = StatusViews.small();
    Fact membership = Fact.member(Views.STRANGER, MemberMetadata.EMPTY);
    AgentView view =
        withFacts(
            small,
            List.of(
                Views.known(membership, Source.MEMORY, 600_000),
                Views.known(
                    Fact.member(Views.ROUTER, MemberMetadata.EMPTY), Source.MEMORY, 600_000),
                Views.known(
                    Fact.member(Views.ROUTER, MemberMetadata.EMPTY.with("r", false)),
                    Source.LOCAL,
                    255)));
    List<String> marked =
        text(view, Look.PLAIN).stream().filter(line -> line.contains("(remembered)")).toList();
    assertEquals(1, marked.size(), marked::toString);
    assertTrue(marked.getFirst().startsWith("AwAAAAAA"), marked::toString);
  }

  private static AgentView withFacts(AgentView view, List<AgentView.KnownFact> facts) {
    return new AgentView(
        view.interfaceName(),
        view.self(),
        view.router(),
        view.roleReason(),
        view.draining(),
        view.startedAt(),
        view.takenAt(),
        view.names(),
        facts,
        view.peers(),
        view.counters());
  }

  @Test
  void roundTripsHaveAColumnWhereOneIsKnown() {
    List<String> text =
        text(StatusViews.of(Map.of(Views.ROUTER, "r"), StatusViews.router()), Look.PLAIN);
    assertFalse(text.get(1).contains("RTT"), text.get(1));
  }

  @Test
  void theRoleIsExplained() {
    AgentView view = StatusViews.small();
    assertEquals(
        "wg0: leaf2, leaf as configured", host(withRole(false, RoleReason.CONFIGURED, view)));
    assertEquals(
        "wg0: leaf2, router as configured", host(withRole(true, RoleReason.CONFIGURED, view)));
    assertEquals(
        "wg0: leaf2, router because no peer is one",
        host(withRole(true, RoleReason.NO_PEER_IS_ROUTER, view)));
    AgentView two = StatusViews.of(Map.of(), StatusViews.router(), StatusViews.router());
    assertEquals("wg0: this host, leaf because AgAAAAAA… and 1 other peer are routers", host(two));
    assertEquals("wg0: this host, leaf because a peer is a router", host(StatusViews.of(Map.of())));
  }

  @Test
  void withoutPeersThereIsTheHostAlone() {
    assertEquals(1, text(StatusViews.of(Map.of()), Look.PLAIN).size());
  }

  @Test
  void onATerminalNetworksThatHaveNoRoomAreCounted() {
    List<String> text = text(StatusViews.mesh(3), TERMINAL);
    assertTrue(text.get(2).endsWith("  Endpoint  10.77.0.1/32, +2"), text.get(2));
    List<String> wide = text(StatusViews.mesh(3), new Look(false, 200));
    assertTrue(wide.get(2).endsWith("10.77.0.1/32, fd00::/128, fe80::7/128"), wide.get(2));
    List<String> narrow = text(StatusViews.mesh(3), new Look(false, 20));
    assertTrue(narrow.get(2).endsWith("10.77.0.1/32, +2"), narrow.get(2));
  }

  @Test
  void onATerminalALongNameIsCut() {
    AgentView view = StatusViews.called("n".repeat(200));
    assertTrue(text(view, TERMINAL).get(2).startsWith("n".repeat(23) + "…  direct"));
    assertTrue(text(view, Look.PLAIN).get(2).startsWith("n".repeat(200) + "  direct"));
  }

  @Test
  void columnsLineUpBesideNamesOfAnyScript() {
    for (String name : List.of("路由器", "🛰️", "café", "ｗｉｄｅ", "라우터")) {
      List<String> text = text(StatusViews.called(name), Look.PLAIN);
      String before = text.get(2).substring(0, text.get(2).indexOf("direct"));
      assertEquals(text.get(1).indexOf("PATH"), TextTable.width(before), name);
    }
  }

  @Test
  void namesFromOthersCannotPaintTheTerminal() {
    for (String evil :
        List.of("\u001b[31mred", "\u009b31mred", "a\u0007b", "a\u202eb", "a\u2028b", "a\tb")) {
      AgentView view = StatusViews.called(evil);
      for (Look look : List.of(Look.PLAIN, TERMINAL)) {
        String all = String.join("", text(view, look));
        assertTrue(all.contains("?"), all);
        assertTrue(
            all.codePoints()
                .noneMatch(c -> Character.isISOControl(c) || c == 0x202e || c == 0x2028),
            all);
      }
    }
    assertFalse(String.join("", text(StatusViews.called("@|red x|@"), Look.PLAIN)).isEmpty());
  }

  @Test
  void pathsHaveColours() {
    List<String> text = text(StatusViews.small(), new Look(true, 110));
    assertTrue(text.get(0).startsWith("wg0: \u001b[1mleaf2\u001b[0m, "), text.get(0));
    assertTrue(text.get(1).startsWith("\u001b[1mPEER\u001b[0m     "), text.get(1));
    assertTrue(text.get(2).contains("  \u001b[32mdirect\u001b[0m        1h  198"), text.get(2));
    assertTrue(text.get(4).contains("  \u001b[33mby router\u001b[0m     0s  ["), text.get(4));
    assertTrue(text.get(5).contains("  \u001b[31mdown\u001b[0m          0s  -"), text.get(5));
  }

  @Test
  void whatDoesNotFitIsCounted() {
    Status status = status(StatusViews.mesh(200));
    List<String> lines = StatusText.of(status, TERMINAL, Views.NOW, 10);
    assertEquals(10, lines.size());
    assertEquals("… and 193 more: 144 direct, 49 by a router, 0 down", lines.getLast());
    assertEquals(202, StatusText.of(status, TERMINAL, Views.NOW, 202).size());
    assertEquals(201, StatusText.of(status, TERMINAL, Views.NOW, 201).size());
    assertEquals(1, StatusText.of(status, TERMINAL, Views.NOW, 0).size());
    assertEquals(2, StatusText.of(status, TERMINAL, Views.NOW, 2).size());
    assertEquals(2, StatusText.of(status, TERMINAL, Views.NOW, 3).size());
    assertEquals(4, StatusText.of(status, TERMINAL, Views.NOW, 4).size());
  }

  @Test
  void anAnswerOfAnotherVersionIsShownAsFarAsItGoes() throws IOException {
    String answer =
        """
        {"interface":"wg0","agent":7,"self":{"role":"dictator"},
         "peers":[{"key":"K","path":"tunnelled","handshake":"yesterday"}, 5]}
        """;
    Status status = Status.of(Members.of(JSON.std.mapFrom(answer)));
    List<String> text = StatusText.of(status, Look.PLAIN, Instant.EPOCH);
    assertEquals(4, text.size());
    assertTrue(text.get(0).startsWith("wg0: this host, dictator, up 0s"), text.get(0));
    assertTrue(text.get(2).matches("K… +tunnelled +- +- +- +no .*"), text.get(2));
  }
}
