package io.wirelink.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.wirelink.control.LogLevel;
import io.wirelink.fixtures.AbstractShell.Ended;
import io.wirelink.fixtures.FakeHost;
import io.wirelink.fixtures.Views;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What an operator tells a running agent: to reload, refresh, forget, and log more or less. */
@Timeout(300)
class ReloadTest {
  private static final String ALPHA = Views.ROUTER.toString();
  private static final String BETA = Views.STRANGER.toString();

  private static final String BEFORE =
      """
      {"peers": [
        {"PublicKey": "%s", "Name": "alpha", "Trust": "Endpoint"},
        {"PublicKey": "%s", "Endpoints": ["a.example:1"]}]}\
      """
          .formatted(ALPHA, Views.SELF);

  /** All that can change does. */
  private static final String AFTER =
      """
      {"router": true, "port": 7, "chatty": true, "debug": true, "HideIfaces": ["docker*"],
       "metrics": "[::1]:1", "state": false, "names": "peers", "domain": "a.example",
       "peers": [
        {"PublicKey": "%s", "Name": "alpha", "Trust": "Membership", "AllowedIPs": ["10.0.0.0/8"]},
        {"PublicKey": "%s", "Name": "beta"}]}\
      """
          .formatted(ALPHA, BETA);

  private static final String NEEDS_RESTART =
      """
      port: 7 takes a restart: the port stays the one after WireGuard's
      metrics: [::1]:1 takes a restart: the address stays off
      state: false takes a restart: it stays true
      names: peers in a.example takes a restart: it stays true
      """;

  @TempDir private Path folder;
  private Shell shell;
  private FakeHost host;
  private CompletableFuture<Ended> run = new CompletableFuture<>();

  @BeforeEach
  void openTheShell() throws IOException {
    Files.createDirectory(folder.resolve("etc"));
    shell = new Shell(folder);
    host = new FakeHost();
    shell.backends = host;
  }

  @AfterEach
  void end() throws Exception {
    Signal.raise("TERM");
    assertEquals(0, run.get().exitCode());
    Logging.setLevel(LogLevel.INFO);
  }

  private void start(String... flags) throws InterruptedException {
    String[] words = new String[flags.length + 2];
    words[0] = "run";
    words[1] = "wg0";
    System.arraycopy(flags, 0, words, 2, flags.length);
    run = shell.begin(words);
    host.running.await();
  }

  private void configure(String text) throws IOException {
    Files.writeString(folder.resolve("etc/wirelink.wg0.json"), text);
  }

  private void assertRefused(int exitCode, String err, String... words) {
    assertEquals(new Ended(exitCode, "", err), shell.run(words));
  }

  @Test
  void allThatChangesIsSaidAndInForce() throws Exception {
    configure(BEFORE);
    start();
    configure(AFTER);
    assertEquals(
        """
        router: auto -> true
        chatty: false -> true
        debug: false -> true
        hide-ifaces: none -> docker*
        peer alpha: trust Endpoint -> Membership
        peer alpha: AllowedIPs none -> 10.0.0.0/8
        peer beta: added
        peer %s: removed
        """
                .formatted(Views.SELF)
            + NEEDS_RESTART,
        shell.done("reload"));
    assertEquals(true, host.config.router());
    assertEquals(null, host.config.port());
    assertEquals("debug\n", shell.done("log-level"));
    assertEquals(NEEDS_RESTART, shell.done("reload", "wg0"));
    configure("{}");
    shell.done("reload");
    assertEquals("Nothing has changed.\n", shell.done("reload"));
  }

  @Test
  void flagsAndEnvironmentOfTheStartStillOverrideTheFile() throws Exception {
    shell.variables.put("WIRELINK_CHATTY", "1");
    start("--router=false", "--port", "9");
    configure("{\"router\": true, \"port\": 7, \"chatty\": false, \"HideIfaces\": [\"x\"]}");
    assertEquals("hide-ifaces: none -> x\n", shell.done("reload"));
    assertEquals(false, host.config.router());
    assertEquals(9, host.config.port());
    assertTrue(host.config.chatty());
  }

  @Test
  void aWrongFileChangesNothingAndAllIsTold() throws Exception {
    configure("{\"chatty\": true}");
    start();
    configure("{\"chatty\": false,\n \"prot\": 7,\n \"router\": \"maybe\"}");
    Ended ended = shell.run("reload");
    assertEquals(2, ended.exitCode());
    assertEquals("", ended.out());
    String[] lines = ended.err().split("\n", -1);
    assertTrue(
        lines[0].endsWith("wirelink.wg0.json:2:2: prot: there is no such key: did you mean port?"),
        ended.err());
    assertTrue(lines[1].contains("wirelink.wg0.json:3:12: router: "), ended.err());
    assertEquals("the configuration is wrong, and the one before is still in force.", lines[2]);
    assertTrue(host.config.chatty());
    Files.delete(folder.resolve("etc/wirelink.wg0.json"));
    assertEquals("chatty: true -> false\n", shell.done("reload"));
  }

  @Test
  void anAgentThatIsTooBusyKeepsItsConfiguration() throws Exception {
    start();
    configure("{\"chatty\": true}");
    host.busy = true;
    assertRefused(
        1, "the agent on wg0 refuses: the agent is too busy to answer: try again.\n", "reload");
    host.busy = false;
    assertEquals("chatty: false -> true\n", shell.done("reload"));
  }

  @Test
  void anAgentThatTakesAConfigurationTooLateGetsTheNextOneInAnyCase() throws Exception {
    start();
    configure("{\"chatty\": true}");
    host.late = true;
    assertRefused(
        1, "the agent on wg0 refuses: the agent is too busy to answer: try again.\n", "reload");
    assertTrue(host.config.chatty());
    host.late = false;
    configure("{}");
    assertEquals("Nothing has changed.\n", shell.done("reload"));
    assertFalse(host.config.chatty());
  }

  @Test
  void sighupReloadsAndEndsNothing() throws Exception {
    start();
    assumeTrue(!Signal.heard(Map.of("HUP", 1)).isEmpty(), "SIGHUP reaches this process");
    configure("{\"chatty\": true}");
    Signal.raise("HUP");
    while (!host.config.chatty()) {
      Thread.onSpinWait();
    }
    configure("{\"chatty\": ");
    Signal.raise("HUP");
    assertEquals(2, shell.run("reload").exitCode());
    assertTrue(host.config.chatty());
  }

  @Test
  void theLevelIsShownAndChanged() throws Exception {
    start();
    assertEquals("info\n", shell.done("log-level"));
    assertEquals("info -> debug\n", shell.done("log-level", "debug"));
    assertEquals("debug -> error\n", shell.done("log-level", "wg0", "ERROR"));
    assertEquals("error\n", shell.done("log-level", "error"));
    assertEquals("error\n", shell.done("log-level", "wg0"));
    assertRefused(2, "there is no log level debgu: did you mean debug?\n", "log-level", "debgu");
    assertRefused(
        2,
        "there is no log level x: it is one of debug, info, warn, error.\n",
        "log-level",
        "wg0",
        "x");
    assertEquals(3, shell.run("log-level", "wg7", "info").exitCode());
  }

  @Test
  void aRefreshReachesTheAgent() throws Exception {
    start();
    assertEquals("The agent on wg0 asks all others what they know.\n", shell.done("refresh"));
    assertEquals(1, host.refreshed.get());
  }

  @Test
  void whatIsForgottenIsSaid() throws Exception {
    configure("{\"peers\": [{\"PublicKey\": \"%s\"}]}".formatted(ALPHA));
    start();
    assertEquals(
        "Forgot 2 facts about router (%s): it stays on wg0, since the configuration names it.\n"
            .formatted(ALPHA),
        shell.done("forget", "router"));
    assertEquals(
        "Forgot 2 facts about %s: it stays on wg0, since it was there before the agent, so it is"
                .formatted(BETA)
            + " not the agent's to remove.\n",
        shell.done("forget", BETA.substring(0, 3), "wg0"));
    assertRefused(2, "no peer is known as \"roter\": did you mean router?\n", "forget", "roter");
    assertRefused(
        2, "this is the host itself, which cannot be forgotten.\n", "forget", "leaf", "wg0");
    assertEquals(2, shell.run("forget").exitCode());
  }

  @Test
  void withoutAgentTheExitCodeIsThree() throws Exception {
    start();
    for (String[] words :
        new String[][] {
          {"reload", "wg7"},
          {"refresh", "wg7"},
          {"forget", "router", "wg7"},
          {"log-level", "wg7"}
        }) {
      assertRefused(3, "no agent runs on wg7: start one with 'wirelink run wg7'.\n", words);
    }
  }
}
