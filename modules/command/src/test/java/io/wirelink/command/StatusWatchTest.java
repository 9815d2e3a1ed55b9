package io.wirelink.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import io.wirelink.agent.AgentView;
import io.wirelink.command.Terminal.Size;
import io.wirelink.fixtures.Views;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Watching agents and their peers, for people and for programs. */
@Timeout(300)
class StatusWatchTest extends AskedAgents {
  private static final Optional<Size> NO_TERMINAL = Optional.empty();

  /** What the agent on wg0 knows at the moment. */
  private volatile AgentView view = StatusViews.small();

  private String status(String... options) {
    return shell.done("status", options);
  }

  private static Object member(Object object, String... path) {
    Object member = object;
    for (String key : path) {
      member = ((Map<?, ?>) member).get(key);
    }
    return member;
  }

  private static List<Map<String, Object>> objects(String lines) throws IOException {
    List<Map<String, Object>> objects = new ArrayList<>();
    for (String line : lines.lines().toList()) {
      objects.add(JSON.std.mapFrom(line));
    }
    return objects;
  }

  @Test
  void watchingForProgramsTellsAllAndThenChanges() throws IOException {
    agents.serve("wg0", () -> view);
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
    agents.serve("wg0", () -> view);
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
    agents.serve("wg0", () -> view);
    shell.terminal =
        new FakeTerminal(
            NO_TERMINAL,
            () -> agents.stop("wg0"),
            () -> {},
            () -> agents.serve("wg0", () -> view),
            () -> {});
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
    agents.serve("wg0", () -> view);
    shell.terminal =
        new FakeTerminal(
            NO_TERMINAL,
            () -> {},
            () -> view = StatusViews.called("renamed"),
            () -> agents.stop("wg0"));
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
    agents.serve("wg0", () -> view);
    FakeTerminal terminal =
        new FakeTerminal(Optional.of(new Size(110, 24)), () -> agents.stop("wg0"), () -> {});
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
    agents.serve("wg0", () -> StatusViews.mesh(200));
    agents.serve("wg1", () -> view);
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
    agents.serve("wg0", () -> view);
    shell.terminal = new FakeTerminal(Optional.of(new Size(80, 24)));
    shell.variables.put("TERM", "dumb");
    assertFalse(status("--watch").contains("\u001b"));
  }
}
