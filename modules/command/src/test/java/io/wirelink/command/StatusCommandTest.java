package io.wirelink.command;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import io.wirelink.agent.AgentView;
import io.wirelink.command.Terminal.Size;
import io.wirelink.control.ControlException.Kind;
import io.wirelink.control.ControlLimits;
import io.wirelink.control.ControlProtocol;
import io.wirelink.control.ControlProtocol.Agent;
import io.wirelink.control.ControlServer;
import io.wirelink.control.ControlServer.Reply;
import io.wirelink.control.ControlSocket;
import io.wirelink.control.FactsControl;
import io.wirelink.fixtures.AbstractShell.Ended;
import io.wirelink.fixtures.Views;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Asking agents how they and their peers are, from the command to the socket and back. */
@Timeout(300)
class StatusCommandTest {
  private static final Optional<Size> NO_TERMINAL = Optional.empty();

  /** An eighth of what an agent lets wait, so that many may ask at once. */
  private static final int MAX_BYTES_OF_200_PEERS = 125_000;

  @TempDir private Path folder;
  private Shell shell;
  private final Map<String, ControlServer> servers = new LinkedHashMap<>();

  /** What the agent on wg0 knows at the moment. */
  private volatile AgentView view = StatusViews.small();

  @BeforeEach
  void openTheShell() {
    shell = new Shell(folder);
  }

  @AfterEach
  void closeServers() {
    servers.values().forEach(ControlServer::close);
  }

  private void serve(String interfaceName, ControlServer.Answers answers) {
    ControlSocket socket = new ControlSocket(shell.runDirectory, interfaceName);
    servers.put(interfaceName, ControlServer.open(socket, ControlLimits.DEFAULT, answers));
  }

  private void serve(String interfaceName, Agent agent) {
    serve(interfaceName, new ControlProtocol(interfaceName, "1.0", agent));
  }

  private void stop(String interfaceName) {
    servers.remove(interfaceName).close();
  }

  private String status(String... options) {
    List<String> words = new ArrayList<>(List.of("status"));
    words.addAll(List.of(options));
    Ended ended = shell.run(words.toArray(String[]::new));
    assertEquals("", ended.err());
    assertEquals(0, ended.exitCode());
    return ended.out();
  }

  private static List<Map<String, Object>> objects(String lines) throws IOException {
    List<Map<String, Object>> objects = new ArrayList<>();
    for (String line : lines.lines().toList()) {
      objects.add(JSON.std.mapFrom(line));
    }
    return objects;
  }

  private static Object member(Object object, String... path) {
    Object member = object;
    for (String key : path) {
      member = ((Map<?, ?>) member).get(key);
    }
    return member;
  }

  @Test
  void theOneAgentIsShown() {
    serve("wg0", () -> view);
    List<String> lines = status().lines().toList();
    assertEquals(6, lines.size());
    assertTrue(lines.get(0).startsWith("wg0: leaf2, leaf because router is a router, up 2h3m, "));
    assertTrue(lines.get(3).startsWith("leaf1 "), lines.get(3));
    assertEquals(status(), status("wg0"));
  }

  @Test
  void allAgentsAreShownUnlessOneIsNamed() {
    serve("wg1", () -> StatusViews.of(Map.of()));
    serve("wg0", () -> view);
    String all = status();
    assertEquals(status("wg0") + "\n" + status("wg1"), all);
    assertTrue(all.contains("\n\nwg1: this host, "), all);
    shell.variables.put("WIRELINK_IFACE", "wg1");
    assertEquals(status("wg1"), status());
  }

  @Test
  void jsonIsAnObjectForScripts() throws IOException {
    serve("wg0", () -> view);
    String text = status("--json");
    assertEquals(8 + 4, text.lines().count(), "a peer a line");
    Map<String, Object> answer = JSON.std.mapFrom(text);
    assertEquals("wg0", answer.get("interface"));
    assertEquals("2030-01-02T03:04:05Z", answer.get("time"));
    assertEquals(
        Map.of("version", "1.0", "started", "2030-01-02T01:01:01Z", "uptime", 7384, "facts", 6),
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
    direct.put("allowed_ips", List.of("10.77.0.11/32", "fe80::7/128"));
    assertEquals(direct, peers.get(1));
    assertEquals(
        Map.of("key", Views.ROUTER.toString(), "name", "router"), member(peers.get(2), "via"));
    Map<?, ?> down = (Map<?, ?>) peers.get(3);
    assertEquals(direct.keySet(), down.keySet());
    for (String empty : List.of("via", "endpoint", "handshake", "handshake_age", "round_trip")) {
      assertEquals(null, down.get(empty));
    }
    assertEquals("[]\n}\n", jsonWithoutPeers());
  }

  private String jsonWithoutPeers() {
    serve("wg1", () -> StatusViews.of(Map.of()));
    String text = status("wg1", "--json");
    return text.substring(text.indexOf("[]"));
  }

  @Test
  void withoutAgentTheExitCodeIsThree() {
    Ended ended = new Ended(3, "", "no agent runs on wg0: start one with 'wirelink run wg0'.\n");
    assertEquals(ended, shell.run("status"));
    assertEquals(ended, shell.run("status", "--watch"));
    assertEquals(ended, shell.run("status", "--json", "--watch"));
    serve("wg0", () -> view);
    assertEquals(3, shell.run("status", "wg7").exitCode());
    assertEquals(2, shell.run("status", "../wg0").exitCode());
  }

  @Test
  void anAgentThatDoesNotKnowTheCommandIsToBeRestarted() {
    serve("wg0", new ControlProtocol("wg0", List.of(new FactsControl(() -> view))));
    Ended ended = shell.run("status");
    assertEquals(1, ended.exitCode());
    assertEquals(
        "the agent on wg0 is of another version of wirelink, which has no 'status':"
            + " restart the agent.\n",
        ended.err());
  }

  @Test
  void anAgentThatFailsDoesNotHideTheOthers() {
    serve("wg0", request -> new Reply("no JSON\n".getBytes(US_ASCII), null));
    serve("wg1", () -> view);
    Ended ended = shell.run("status");
    assertEquals(1, ended.exitCode());
    assertTrue(ended.out().startsWith("wg1: leaf2"), ended.out());
    assertTrue(ended.err().startsWith("the agent on wg0 cannot be asked"), ended.err());
    serve("wg2", request -> new Reply(ControlProtocol.error(Kind.FAILED, "\u001b[2J"), null));
    Ended two = shell.run("status");
    assertTrue(two.err().contains("; the agent on wg2 refuses: ?[2J"), two.err());
  }

  @Test
  void twoHundredPeersTakeOneRequestAndABoundedAnswer() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    AgentView mesh = StatusViews.mesh(200);
    ControlProtocol protocol = new ControlProtocol("wg0", "1.0", () -> mesh);
    AtomicInteger bytes = new AtomicInteger();
    serve(
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
  void watchingForProgramsTellsAllAndThenChanges() throws IOException {
    serve("wg0", () -> view);
    var calm = StatusViews.of(view.names(), StatusViews.router());
    var newcomer = StatusViews.direct(StatusViews.LEAF, "192.0.2.8:51820");
    shell.terminal =
        new FakeTerminal(
            NO_TERMINAL,
            () -> {},
            () -> view = calm,
            () -> view = StatusViews.of(view.names(), StatusViews.router(), newcomer),
            () -> view = StatusViews.of(Map.of(Views.SELF, "x"), StatusViews.router(), newcomer),
            () -> {});
    List<Map<String, Object>> told = objects(status("--json", "--watch"));
    assertEquals(4, ((List<?>) told.get(0).get("peers")).size());
    for (int i = 1; i <= 3; i++) {
      assertEquals(List.of("interface", "time", "removed"), List.copyOf(told.get(i).keySet()));
    }
    assertEquals("leaf1", member(told.get(1), "removed", "name"));
    assertEquals("192.0.2.8:51820", member(told.get(4), "peer", "endpoint"));
    assertEquals("x", member(told.get(5), "self", "name"));
    assertEquals("", member(told.get(6), "peer", "name"));
    assertEquals("", member(told.get(7), "peer", "name"));
    assertEquals(8, told.size());
  }

  @Test
  void whatPassesAllTheTimeIsNoChange() {
    serve("wg0", () -> view);
    AgentView before = view;
    AgentView later =
        new AgentView(
            before.interfaceName(),
            before.self(),
            before.router(),
            before.roleReason(),
            before.draining(),
            before.startedAt(),
            before.takenAt().plusSeconds(60),
            before.names(),
            List.of(),
            before.peers(),
            before.counters());
    shell.terminal = new FakeTerminal(NO_TERMINAL, () -> view = later);
    assertEquals(1, status("--json", "--watch").lines().count());
  }

  @Test
  void anAgentThatIsRestartedIsWaitedFor() throws IOException {
    serve("wg0", () -> view);
    shell.terminal =
        new FakeTerminal(
            NO_TERMINAL, () -> stop("wg0"), () -> {}, () -> serve("wg0", () -> view), () -> {});
    List<Map<String, Object>> told = objects(status("--json", "--watch"));
    assertEquals(3, told.size());
    assertEquals(
        Map.of(
            "interface", "wg0", "error", "no agent runs on wg0: start one with 'wirelink run wg0'"),
        told.get(1));
    assertEquals(told.get(0), told.get(2));
  }

  @Test
  void watchingInAPipePrintsABlockForEachChange() {
    serve("wg0", () -> view);
    shell.terminal =
        new FakeTerminal(
            NO_TERMINAL, () -> {}, () -> view = StatusViews.called("renamed"), () -> stop("wg0"));
    String text = status("--watch");
    String[] blocks = text.split("\n\n", -1);
    assertEquals(4, blocks.length, text);
    assertTrue(blocks[0].startsWith("2030-01-02T03:04:05Z\nwg0: leaf2, "), text);
    assertTrue(blocks[1].contains("\nrenamed "), text);
    assertTrue(blocks[2].startsWith("no agent runs on wg0"), text);
    assertFalse(text.contains("\u001b"), text);
  }

  @Test
  void watchingRedrawsTheTerminalAndLeavesItAsItWas() {
    serve("wg0", () -> view);
    FakeTerminal terminal =
        new FakeTerminal(Optional.of(new Size(110, 24)), () -> stop("wg0"), () -> {});
    shell.terminal = terminal;
    shell.variables.put("TERM", "xterm");
    shell.variables.put("NO_COLOR", "1");
    String text = status("--watch");
    assertTrue(text.startsWith("\u001b[?1049h\u001b[?25l\u001b[?7l\u001b[H\u001b[Kwg0: "), text);
    assertTrue(text.endsWith("\u001b[J\u001b[?7h\u001b[?25h\u001b[?1049l"), text);
    String[] frames = text.split("\u001b\\[H", -1);
    assertEquals(1 + 3, frames.length);
    assertEquals(6, frames[1].split("\r\n", -1).length - 1);
    assertTrue(frames[2].startsWith("\u001b[Kno agent runs on wg0"), frames[2]);
  }

  @Test
  void watchingShowsAsMuchAsFits() {
    serve("wg0", () -> StatusViews.mesh(200));
    serve("wg1", () -> view);
    FakeTerminal resized =
        new FakeTerminal(
            Optional.of(new Size(0, 0)),
            () -> {},
            () -> ((FakeTerminal) shell.terminal).resize(80, 4),
            () -> ((FakeTerminal) shell.terminal).resize(80, 1),
            () -> ((FakeTerminal) shell.terminal).resize(300, 500));
    shell.terminal = resized;
    shell.variables.put("TERM", "xterm");
    String[] frames = status("--watch").split("\u001b\\[H", -1);
    assertEquals(23, rows(frames[1]), frames[1]);
    assertTrue(frames[1].contains("… and "), frames[1]);
    assertTrue(frames[1].contains("wg1: "), frames[1]);
    assertEquals(3, rows(frames[3]), frames[3]);
    assertEquals(0, rows(frames[4]), frames[4]);
    assertEquals(202 + 1 + 6, rows(frames[5]), frames[5]);
  }

  private static int rows(String frame) {
    return frame.split("\r\n", -1).length - 1;
  }

  @Test
  void aTerminalThatCannotPaintGetsBlocks() {
    serve("wg0", () -> view);
    shell.terminal = new FakeTerminal(Optional.of(new Size(80, 24)));
    shell.variables.put("TERM", "dumb");
    assertFalse(status("--watch").contains("\u001b"));
  }

  @Test
  void onATerminalPathsHaveColours() {
    serve("wg0", () -> view);
    shell.terminal = new FakeTerminal(Optional.of(new Size(80, 24)));
    shell.variables.put("TERM", "xterm");
    assertTrue(status().contains("\u001b[32mdirect\u001b[0m"), status());
    shell.variables.put("NO_COLOR", "1");
    assertFalse(status().contains("\u001b"), status());
  }
}
