package io.wirelink.command;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import io.wirelink.agent.AgentView;
import io.wirelink.command.Terminal.Size;
import io.wirelink.control.ControlException.Kind;
import io.wirelink.control.ControlProtocol;
import io.wirelink.control.ControlServer.Reply;
import io.wirelink.control.FactsControl;
import io.wirelink.fixtures.AbstractShell.Ended;
import io.wirelink.fixtures.Views;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Asking agents how they and their peers are, from the command to the socket and back. */
@Timeout(300)
class StatusCommandTest extends AskedAgents {
  /** An eighth of what an agent lets wait, so that many may ask at once. */
  private static final int MAX_BYTES_OF_200_PEERS = 125_000;

  /** What the agent on wg0 knows at the moment. */
  private volatile AgentView view = StatusViews.small();

  private String status(String... options) {
    return shell.done("status", options);
  }

  @Test
  void theOneAgentIsShown() {
    agents.serve("wg0", () -> view);
    List<String> lines = status().lines().toList();
    assertEquals(6, lines.size());
    assertTrue(lines.get(0).startsWith("wg0: leaf2, leaf because router is a router, up 2h3m, "));
    assertTrue(lines.get(3).startsWith("leaf1 "), lines.get(3));
    assertEquals(status(), status("wg0"));
  }

  @Test
  void allAgentsAreShownUnlessOneIsNamed() {
    agents.serve("wg1", () -> StatusViews.of(Map.of()));
    agents.serve("wg0", () -> view);
    String all = status();
    assertEquals(status("wg0") + "\n" + status("wg1"), all);
    assertTrue(all.contains("\n\nwg1: this host, "), all);
    shell.variables.put("WIRELINK_IFACE", "wg1");
    assertEquals(status("wg1"), status());
  }

  /** All that is said of the leaf that is reached directly. */
  private static Map<String, Object> directPeer() {
    Map<String, Object> direct = new LinkedHashMap<>();
    direct.put("key", StatusViews.LEAF.toString());
    direct.put("name", "leaf1");
    direct.put("path", "direct");
    direct.put("via", null);
    direct.put("router", false);
    direct.put("basic", false);
    direct.put("draining", false);
    direct.put("healthy", true);
    direct.put("alive", true);
    direct.put("remembered", false);
    direct.put("endpoint", "192.0.2.7:51820");
    direct.put("handshake", "2030-01-02T03:04:00Z");
    direct.put("handshake_age", 5);
    direct.put("round_trip", 0.00324);
    direct.put("loss", 0.0);
    direct.put("mtu", 1420);
    Map<String, Object> path = new LinkedHashMap<>();
    path.put("state", "up");
    path.put("since", "2030-01-02T03:02:35Z");
    path.put("broken", null);
    path.put("held_until", null);
    path.put("breaks", 0);
    path.put("flapping", false);
    direct.put("direct", path);
    direct.put("transfer_rx", 148);
    direct.put("transfer_tx", 92);
    direct.put("trust", "Endpoint");
    Map<String, Object> key = new LinkedHashMap<>();
    key.put("kind", "none");
    key.put("since", null);
    direct.put("preshared_key", key);
    direct.put("allowed_ips", List.of("10.77.0.11/32", "fe80::7/128"));
    return direct;
  }

  @Test
  void jsonIsAnObjectForScripts() throws IOException {
    agents.serve("wg0", () -> view);
    String text = status("--json");
    assertEquals(12 + 4, text.lines().count(), "a peer a line");
    Map<String, Object> answer = JSON.std.mapFrom(text);
    assertEquals("wg0", answer.get("interface"));
    assertEquals("2030-01-02T03:04:05Z", answer.get("time"));
    assertEquals(
        Map.of(
            "version",
            "1.0",
            "started",
            "2030-01-02T01:01:01Z",
            "uptime",
            7384,
            "facts",
            6,
            "packets_dropped",
            0,
            "removed",
            0),
        answer.get("agent"));
    assertEquals(
        Map.of(
            "key",
            Views.SELF.toString(),
            "name",
            "leaf2",
            "role",
            "leaf",
            "role_reason",
            "peer_is_router",
            "draining",
            false),
        answer.get("self"));
    assertFalse(answer.containsKey("version"), "that of the protocol is no business of scripts");
    List<?> peers = (List<?>) answer.get("peers");
    Map<String, Object> direct = directPeer();
    assertEquals(direct, peers.get(1));
    assertEquals(
        Map.of("key", Views.ROUTER.toString(), "name", "router"),
        ((Map<?, ?>) peers.get(2)).get("via"));
    Map<?, ?> down = (Map<?, ?>) peers.get(3);
    assertEquals(direct.keySet(), down.keySet());
    for (String empty : List.of("via", "endpoint", "handshake", "handshake_age", "round_trip")) {
      assertEquals(null, down.get(empty));
    }
    assertEquals("[]\n}\n", jsonWithoutPeers());
  }

  private String jsonWithoutPeers() {
    agents.serve("wg1", () -> StatusViews.of(Map.of()));
    String text = status("wg1", "--json");
    return text.substring(text.lastIndexOf("[]"));
  }

  @Test
  void withoutAgentTheExitCodeIsThree() {
    Ended ended = new Ended(3, "", "no agent runs on wg0: start one with 'wirelink run wg0'.\n");
    assertEquals(ended, shell.run("status"));
    assertEquals(ended, shell.run("status", "--watch"));
    assertEquals(ended, shell.run("status", "--json", "--watch"));
    agents.serve("wg0", () -> view);
    assertEquals(3, shell.run("status", "wg7").exitCode());
    assertEquals(2, shell.run("status", "../wg0").exitCode());
  }

  @Test
  void anAgentThatDoesNotKnowTheCommandIsToBeRestarted() {
    agents.answer("wg0", new ControlProtocol("wg0", List.of(new FactsControl(() -> view))));
    Ended ended = shell.run("status");
    assertEquals(1, ended.exitCode());
    assertEquals(
        "the agent on wg0 is of another version of wirelink, which has no 'status':"
            + " restart the agent.\n",
        ended.err());
  }

  @Test
  void anAgentThatFailsDoesNotHideTheOthers() {
    agents.answer("wg0", request -> new Reply("no JSON\n".getBytes(US_ASCII), null));
    agents.serve("wg1", () -> view);
    Ended ended = shell.run("status");
    assertEquals(1, ended.exitCode());
    assertTrue(ended.out().startsWith("wg1: leaf2"), ended.out());
    assertTrue(ended.err().startsWith("the agent on wg0 cannot be asked"), ended.err());
    agents.answer(
        "wg2", request -> new Reply(ControlProtocol.error(Kind.FAILED, "\u001b[2J"), null));
    Ended two = shell.run("status");
    assertTrue(two.err().contains("; the agent on wg2 refuses: ?[2J"), two.err());
  }

  @Test
  void twoHundredPeersTakeOneRequestAndABoundedAnswer() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    AgentView mesh = StatusViews.mesh(200);
    ControlProtocol protocol = new ControlProtocol("wg0", "1.0", () -> mesh);
    AtomicInteger bytes = new AtomicInteger();
    agents.answer(
        "wg0",
        request -> {
          asked.incrementAndGet();
          Reply answer = protocol.answer(request);
          bytes.set(answer.line().length);
          return answer;
        });
    assertEquals(202, status().lines().count());
    assertEquals(1, asked.get());
    assertTrue(bytes.get() < MAX_BYTES_OF_200_PEERS, bytes + " bytes");
  }

  @Test
  void onATerminalPathsHaveColours() {
    agents.serve("wg0", () -> view);
    shell.terminal = new FakeTerminal(Optional.of(new Size(80, 24)));
    shell.variables.put("TERM", "xterm");
    assertTrue(status().contains("\u001b[32mdirect\u001b[0m"), status());
    shell.variables.put("NO_COLOR", "1");
    assertFalse(status().contains("\u001b"), status());
  }
}
