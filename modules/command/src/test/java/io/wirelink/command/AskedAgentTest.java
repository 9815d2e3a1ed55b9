package io.wirelink.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wirelink.control.ControlClient;
import io.wirelink.control.ControlFailure;
import io.wirelink.control.ControlSocket;
import io.wirelink.control.FactsControl;
import io.wirelink.fixtures.AbstractShell.Ended;
import io.wirelink.fixtures.Views;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which agent a command asks, and what it says where that does not answer. */
@Timeout(300)
class AskedAgentTest extends AskedAgents {
  private String facts(String... options) {
    return shell.done("facts", options);
  }

  @Test
  void withoutAgentTheExitCodeIsThree() {
    assertEquals(
        new Ended(3, "", "no agent runs on wg0: start one with 'wirelink run wg0'.\n"),
        shell.run("facts"));
    agents.serve("wg0", Views::some);
    assertEquals(3, shell.run("facts", "wg7").exitCode());
  }

  @Test
  void theSocketOfADeadAgentIsNoAgent() throws IOException {
    Files.createDirectory(shell.runDirectory);
    try (ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      dead.bind(UnixDomainSocketAddress.of(shell.runDirectory.resolve("wg3.sock")));
    }
    assertEquals(3, shell.run("facts", "wg3").exitCode());
    agents.serve("wg4", Views::of);
    assertEquals("The agent on wg4 knows nothing yet.\n", facts());
  }

  @Test
  void theOneAgentThatRunsIsAsked() {
    agents.serve("wg5", Views::of);
    assertEquals("The agent on wg5 knows nothing yet.\n", facts());
  }

  @Test
  void amongSeveralAgentsOneMustBeNamed() {
    agents.serve("wg1", Views::of);
    agents.serve("wg0", Views::of);
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
    agents.serve(
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
}
