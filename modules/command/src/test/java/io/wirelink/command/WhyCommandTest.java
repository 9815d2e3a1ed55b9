package io.wirelink.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import io.wirelink.agent.RunnableAgent;
import io.wirelink.control.ControlException;
import io.wirelink.control.ControlLimits;
import io.wirelink.control.ControlParameters;
import io.wirelink.control.ControlProtocol;
import io.wirelink.control.ControlServer;
import io.wirelink.control.ControlSocket;
import io.wirelink.control.WhyControl;
import io.wirelink.device.Cidr;
import io.wirelink.fixtures.AbstractShell.Ended;
import io.wirelink.fixtures.FakeHost;
import io.wirelink.fixtures.Stories;
import io.wirelink.fixtures.Views;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Asking an agent why a peer is not reached directly. */
@Timeout(300)
class WhyCommandTest {
  @TempDir private Path folder;
  private Shell shell;
  private final FakeHost host = new FakeHost();
  private ControlServer server;

  @BeforeEach
  void serve() throws Exception {
    shell = new Shell(folder);
    RunnableAgent agent = host.agent();
    server =
        ControlServer.open(
            new ControlSocket(shell.runDirectory, "wg0"),
            ControlLimits.DEFAULT,
            new ControlProtocol("wg0", List.of(new WhyControl(agent, ZoneOffset.UTC))));
  }

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void theStoryOfAStrangerIsToldInSentences() {
    String key = Views.key(77).toString();
    String told = shell.done("why", key);
    assertTrue(told.startsWith(key + " is not reached directly: nobody has spoken"), told);
    assertTrue(told.contains("\nWhat is known\n  Nobody who is believed says"), told);
    assertTrue(told.contains("\nWhat to do\n  Check the key."), told);
  }

  @Test
  void aPeerMayBeNamedByTheBeginningOfItsNameOrKey() {
    assertTrue(shell.done("why", "rout").startsWith("router "));
    assertTrue(
        shell.done("why", Views.ROUTER.toString().substring(0, 3), "wg0").startsWith("router "));
    assertTrue(shell.done("why", Views.SELF.toString()).startsWith("this host: the key is this"));
  }

  @Test
  void whoIsNotKnownIsAnsweredWithTheNearestName() {
    Ended ended = shell.run("why", "ruoter");
    assertEquals(2, ended.exitCode());
    assertTrue(ended.err().contains("did you mean router?"), ended.err());
    assertEquals(2, shell.run("why").exitCode());
    assertEquals(2, shell.run("why", "").exitCode());
  }

  @Test
  void jsonHasTheCauseAndTheSentences() throws Exception {
    host.stories = key -> Stories.unanswered().about(key);
    Map<String, Object> why =
        JSON.std.mapFrom(shell.done("why", Views.STRANGER.toString(), "--json", "--no-ping"));
    assertEquals("symmetric_nat", why.get("cause"));
    assertEquals(false, why.get("certain"));
    assertEquals("2030-01-02T03:05:58Z", why.get("certain_by"));
    assertEquals(Map.of("here", "unknown", "there", "changes_port"), why.get("nat"));
    Map<?, ?> endpoint = (Map<?, ?>) ((List<?>) why.get("endpoints")).getFirst();
    assertEquals("192.168.2.2:51820", endpoint.get("endpoint"));
    assertEquals("silent", endpoint.get("result"));
    assertEquals(2, endpoint.get("tries"));
    assertTrue(why.containsKey("next"));
    assertFalse(why.containsKey("version") || why.containsKey("ping"), why::toString);
  }

  @Test
  void aPeerThatAnswersAPingIsThere() throws Exception {
    host.stories =
        key -> {
          Stories stories = Stories.unanswered();
          stories.networks = Set.of(Cidr.parse("127.0.0.1/32"));
          return stories.about(key);
        };
    String told = shell.done("why", Views.STRANGER.toString());
    assertTrue(told.contains("ping"), told);
    assertFalse(shell.done("why", Views.STRANGER.toString(), "--no-ping").contains("ping"));
  }

  @Test
  void aFlagThatIsNoneIsRefused() throws Exception {
    RunnableAgent agent = host.agent();
    WhyControl control = new WhyControl(agent, ZoneOffset.UTC);
    for (Map<String, String> wrong :
        List.of(Map.<String, String>of(), Map.of("peer", "router", "answers_ping", "perhaps"))) {
      ControlException e =
          assertThrows(ControlException.class, () -> control.answer(new ControlParameters(wrong)));
      assertEquals(ControlException.Kind.PARAMETER, e.kind());
    }
  }
}
