package io.wirelink.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import io.wirelink.agent.AgentConfig;
import io.wirelink.agent.AgentView;
import io.wirelink.agent.RunnableAgent;
import io.wirelink.config.EffectiveConfig;
import io.wirelink.config.MetricsAddress;
import io.wirelink.control.ControlCommands;
import io.wirelink.control.ControlLimits;
import io.wirelink.control.ControlProtocol;
import io.wirelink.control.ControlServer;
import io.wirelink.control.ControlSocket;
import io.wirelink.control.FactWatch;
import io.wirelink.control.LogControl;
import io.wirelink.control.LogLevel;
import io.wirelink.control.Reload;
import io.wirelink.device.PublicKey;
import io.wirelink.fact.Fact;
import io.wirelink.fact.MemberMetadata;
import io.wirelink.fact.Source;
import io.wirelink.fixtures.AbstractShell.Ended;
import io.wirelink.fixtures.FakeHost;
import io.wirelink.fixtures.Stories;
import io.wirelink.fixtures.Views;
import io.wirelink.names.NameService;
import io.wirelink.names.NamesConfig;
import io.wirelink.text.JsonText;
import io.wirelink.text.Printable;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Names that other hosts chose, to move the cursor of whoever looks, reach no terminal. */
@Timeout(300)
class ForeignTextTest {
  /** Every character of one unit that controls, each behind a letter. */
  private static final String CONTROLS =
      IntStream.rangeClosed(0, Character.MAX_VALUE)
          .filter(c -> !Character.isSurrogate((char) c) && controls(c))
          .mapToObj(c -> "x" + (char) c)
          .collect(Collectors.joining());

  private static final String EVIL = "evil\n<0>forged" + CONTROLS + "end";

  @TempDir private Path folder;
  private Shell shell;
  private final FakeHost host = new FakeHost();
  private final NameService nameService = new NameService(NamesConfig.DEFAULT, "wg0", Map::of);
  private ControlServer server;

  private static boolean controls(int c) {
    String text = "a" + Character.toString(c) + "b";
    return !Printable.of(text).equals(text);
  }

  @BeforeEach
  void serve() throws Exception {
    shell = new Shell(folder);
    Map<PublicKey, String> names =
        Map.of(Views.SELF, EVIL + 1, Views.ROUTER, EVIL + 2, Views.STRANGER, EVIL + 3);
    host.knownNames = names;
    host.view = viewWith(names);
    host.stories =
        key -> {
          Stories stories = Stories.unanswered();
          stories.names = names;
          return stories.about(key);
        };
    RunnableAgent agent = host.agent();
    server =
        ControlServer.open(
            new ControlSocket(shell.runDirectory, "wg0"),
            ControlLimits.DEFAULT,
            new ControlProtocol(
                "wg0",
                ControlCommands.all(
                    agent,
                    EVIL,
                    new FactWatch(),
                    new EvilReload(),
                    new SilentLog(),
                    nameService::at)));
  }

  private static AgentView viewWith(Map<PublicKey, String> names) {
    AgentView some = Views.some();
    AgentView.KnownFact evil =
        Views.known(
            Fact.member(Views.STRANGER, MemberMetadata.EMPTY.with(EVIL, true)),
            new Source.Peer(Views.ROUTER),
            9);
    return new AgentView(
        some.interfaceName(),
        some.self(),
        some.router(),
        some.roleReason(),
        some.draining(),
        some.startedAt(),
        some.takenAt(),
        names,
        List.of(some.facts().getFirst(), evil),
        StatusViews.small().peers(),
        some.counters());
  }

  /** Finds a change of a peer with such a name. */
  private static final class EvilReload implements Reload {
    @Override
    public EffectiveConfig current() {
      return new EffectiveConfig("wg0", false, AgentConfig.DEFAULT, new MetricsAddress(null), true);
    }

    @Override
    public List<String> run() {
      return List.of("peer " + EVIL + ": added");
    }
  }

  /** A log whose level nobody changes. */
  private static final class SilentLog implements LogControl {
    @Override
    public LogLevel level() {
      return LogLevel.INFO;
    }

    @Override
    public void setLevel(LogLevel level) {
      throw new AssertionError("nobody sets it to " + level);
    }
  }

  @AfterEach
  void close() {
    server.close();
  }

  private Ended run(String... words) {
    Ended ended = shell.run(words);
    assertSafe(ended.out());
    assertSafe(ended.err());
    return ended;
  }

  private static void assertSafe(String text) {
    for (String line : text.split("\n", -1)) {
      assertFalse(line.strip().startsWith("<0>"), line);
      line.codePoints()
          .filter(ForeignTextTest::controls)
          .forEach(c -> assertEquals("none", "U+%04x".formatted(c), line));
    }
  }

  private void assertShown(String... words) {
    Ended ended = run(words);
    assertEquals("", ended.err(), words[0]);
    assertTrue(ended.out().contains("evil"), words[0] + ended);
  }

  private void assertComplaint(String... words) {
    Ended ended = run(words);
    assertEquals("", ended.out());
    assertEquals(1, ended.err().lines().count(), ended.err());
    assertTrue(ended.err().contains("evil"), ended.err());
  }

  @Test
  void tablesAndSentencesAreSafe() {
    assertShown("status");
    assertShown("facts");
    assertShown("forget", EVIL + 3);
    assertShown("reload");
    assertShown("why", EVIL + 2, "--no-ping");
  }

  @Test
  void complaintsAreSafe() {
    assertComplaint("why", "evil");
    assertComplaint("why", EVIL);
    assertComplaint("forget", "evil");
    assertComplaint("forget", EVIL + 4);
    assertComplaint("facts", "--peer", "evil");
    assertComplaint("facts", "--source", EVIL + 4);
    assertComplaint("facts", "--attribute", EVIL);
    assertComplaint("log-level", EVIL);
    assertComplaint("status", EVIL);
    assertComplaint(EVIL);
  }

  @Test
  void jsonIsSafeAndSaysItAll() throws Exception {
    String status = run("status", "--json").out();
    assertEquals(EVIL + 1, ((Map<?, ?>) JSON.std.mapFrom(status).get("self")).get("name"));
    String facts = run("facts", "--json").out();
    List<?> all = JSON.std.listFrom(facts);
    assertEquals(EVIL + 3, ((Map<?, ?>) ((Map<?, ?>) all.getLast()).get("subject")).get("name"));
    Ended why = run("why", EVIL + 2, "--no-ping", "--json");
    assertTrue(why.out().contains("evil"), why.toString());
  }

  @Test
  void whatIsWatchedIsSafe() throws Exception {
    Map<String, Object> peer = Map.of("kind", "peer", "key", EVIL, "name", EVIL);
    Map<String, Object> notice =
        Map.of(
            "time",
            EVIL,
            "reason",
            EVIL,
            "subject",
            peer,
            "attribute",
            EVIL,
            "source",
            peer,
            "value",
            Map.of("name", EVIL, "basic", true),
            "because",
            EVIL,
            "detail",
            EVIL);
    assertSafe(NoticeText.of(notice));
    String line = JsonText.line(notice);
    assertSafe(line);
    assertEquals(notice, JSON.std.mapFrom(line));
  }
}
