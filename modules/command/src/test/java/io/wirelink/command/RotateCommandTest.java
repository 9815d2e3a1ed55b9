package io.wirelink.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wirelink.agent.RotationStep;
import io.wirelink.agent.RotationView;
import io.wirelink.agent.RotationView.Standing;
import io.wirelink.control.ControlProtocol;
import io.wirelink.control.Reload;
import io.wirelink.control.RotateControl;
import io.wirelink.control.RotationsControl;
import io.wirelink.device.PrivateKey;
import io.wirelink.device.PublicKey;
import io.wirelink.fixtures.AbstractShell.Ended;
import io.wirelink.fixtures.FakeHost;
import io.wirelink.fixtures.FakeInvitations;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A host that takes another key by the command. */
@Timeout(300)
class RotateCommandTest extends AskedAgents {

  private static final PrivateKey OLD = PrivateKey.generate(new Random(1));
  private static final PrivateKey NEXT = PrivateKey.generate(new Random(2));
  private static final String TO = NEXT.publicKey().toString();

  @TempDir Path folder;

  private final FakeHost host = new FakeHost();
  private boolean state = true;

  @BeforeEach
  void serve() throws Exception {
    Reload reload = reload(() -> state);
    var agent = host.agent();
    agents.answer(
        "wg0",
        new ControlProtocol(
            "wg0", List.of(new RotateControl(agent, reload), new RotationsControl(agent))));
    shell.variables.put("WIRELINK_CONFIG_PATH", folder.toString());
    shell.variables.put("WIRELINK_STATE_PATH", folder.toString());
    peers(true, Standing.FOLLOWS);
  }

  private void peers(boolean saved, Standing... standings) {
    List<RotationView.Other> others = new ArrayList<>();
    for (int i = 0; i < standings.length; i++) {
      PublicKey key = new PublicKey(i, 1, 1, 1);
      others.add(new RotationView.Other(key, "host" + i, i == 0, standings[i]));
    }
    host.rotated.own =
        new RotationView(
            OLD.publicKey(), NEXT.publicKey(), FakeInvitations.NOW, saved, false, others);
  }

  private static String base64(PrivateKey key) {
    return Base64.getEncoder().encodeToString(key.bytes());
  }

  private void keep() throws Exception {
    Files.writeString(
        folder.resolve("wg0.rotations"),
        """
        {"version":1,"host":"%s","own":{"from":"%s","key":"%s","number":1,"since":"%s"},"rotations":[]}
        """
            .formatted(OLD.publicKey(), OLD.publicKey(), base64(NEXT), FakeInvitations.NOW),
        StandardCharsets.UTF_8);
  }

  @Test
  void theFileHasTheKeyBeforeTheDeviceHasIt() throws Exception {
    keep();
    Path file = folder.resolve("wg0.conf");
    Files.writeString(file, "[Interface]\nPrivateKey = " + base64(OLD) + "\n");
    assertEquals(
        "wg0 has another key, %s. 1 other host follows it.\n%s has it as well; as it was, it is in %s.\n"
            .formatted(TO, file, file + ".before"),
        shell.done("rotate"));
    assertEquals("[Interface]\nPrivateKey = " + base64(NEXT) + "\n", Files.readString(file));
    assertEquals(List.of(RotationStep.BEGIN, RotationStep.CHANGE), host.rotated.steps);
  }

  @Test
  void whoDoesNotFollowIsNamedAndNothingIsDone() {
    peers(true, Standing.FOLLOWS, Standing.UNABLE, Standing.AWAY, Standing.REFUSES);
    Ended ended = shell.run("rotate", "--no-file");
    assertEquals(1, ended.exitCode());
    assertTrue(ended.err().contains("that it has: host1, host3; --anyway"), ended.err());
    assertEquals(List.of(RotationStep.BEGIN, RotationStep.WITHDRAW), host.rotated.steps);
    peers(true, Standing.AWAY, Standing.FOLLOWS, Standing.AWAY);
    assertTrue(shell.run("rotate", "--no-file").err().contains("that it has: host0, host2;"));
    String said = shell.done("rotate", "--no-file", "--anyway");
    assertTrue(said.contains("It is on the device alone"), said);
    assertTrue(said.contains("by hand on: host0, host2\n"), said);
  }

  @Test
  void whoIsAskedIsWaitedFor() {
    peers(true, Standing.AWAITED);
    shell.terminal =
        new FakeTerminal(
            Optional.empty(),
            () -> peers(true, Standing.AWAITED),
            () -> peers(true, Standing.FOLLOWS));
    assertTrue(shell.done("rotate", "--no-file").contains("1 other host follows it."));
  }

  @Test
  void aKeyThatIsNoFilesIsNotTaken() {
    Ended ended = shell.run("rotate");
    assertEquals(1, ended.exitCode());
    assertTrue(ended.err().contains("no wg0.conf has the private key of wg0"), ended.err());
    assertEquals(List.of(RotationStep.BEGIN, RotationStep.WITHDRAW), host.rotated.steps);
  }

  @Test
  void whatIsNotOnTheDiskIsAFailure() {
    peers(false, Standing.FOLLOWS);
    Ended ended = shell.run("rotate", "--no-file");
    assertEquals(1, ended.exitCode());
    assertTrue(ended.err().contains("not on this host's disk"), ended.err());
    state = false;
    assertTrue(shell.run("rotate").err().contains("no state is kept"));
  }

  @Test
  void itIsShownAndGivenUp() {
    assertTrue(shell.done("rotate", "--status").contains(TO));
    assertEquals("This host stays with the key that it has.\n", shell.done("rotate", "--withdraw"));
    host.rotated.own = null;
    assertTrue(shell.done("rotate", "--status").contains("\"own\""));
    host.rotated.refusal = "no other key was made for this host";
    assertEquals(
        "the agent on wg0 refuses: no other key was made for this host.\n",
        shell.run("rotate", "--withdraw").err());
  }
}
