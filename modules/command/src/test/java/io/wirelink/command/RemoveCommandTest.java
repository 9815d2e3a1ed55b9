package io.wirelink.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import io.wirelink.control.ControlProtocol;
import io.wirelink.control.Reload;
import io.wirelink.control.RemoveControl;
import io.wirelink.control.RemovedControl;
import io.wirelink.control.RestoreControl;
import io.wirelink.device.Cidr;
import io.wirelink.device.PublicKey;
import io.wirelink.fixtures.AbstractShell.Ended;
import io.wirelink.fixtures.FakeHost;
import io.wirelink.fixtures.FakeInvitations;
import io.wirelink.fixtures.Views;
import io.wirelink.invitation.Invitation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Removing hosts, looking after who was removed, and letting them back. */
@Timeout(300)
class RemoveCommandTest extends AskedAgents {

  private static final String ROUTER = "router (" + Views.ROUTER + ")";
  private static final String KNOWN = " 3 other hosts go by it.";

  private final FakeHost host = new FakeHost();
  private boolean state = true;

  @BeforeEach
  void serve() throws Exception {
    host.removed.heard = List.of(3, 0, 0);
    Reload reload = reload(() -> state);
    var agent = host.agent();
    agents.answer(
        "wg0",
        new ControlProtocol(
            "wg0",
            List.of(
                new RemoveControl(agent, reload),
                new RemovedControl(agent),
                new RestoreControl(agent))));
  }

  @Test
  void whoIsRemovedIsNamedAndHowManyGoByIt() {
    assertEquals(ROUTER + " is removed." + KNOWN + "\n", shell.done("remove", "router"));
    assertEquals(
        ROUTER + " is already removed." + KNOWN + "\n", shell.done("remove", "rout", "wg0"));
    host.removed.heard = List.of(1, 0, 1);
    assertEquals(
        ROUTER
            + " is already removed. 1 other host goes by it. 1 more host does when they are there,"
            + " or within 5 minutes where their agents know no removals.\n",
        shell.done("remove", "router"));
  }

  @Test
  void theOthersAreWaitedFor() {
    host.removed.heard = List.of(1, 2, 0);
    shell.terminal =
        new FakeTerminal(
            Optional.empty(),
            () -> host.removed.heard = List.of(2, 1, 0),
            () -> host.removed.heard = List.of(3, 0, 0),
            () -> host.removed.heard = List.of(4, 0, 0));
    assertEquals(ROUTER + " is removed." + KNOWN + "\n", shell.done("remove", "router"));
  }

  @Test
  void aRouterThatDoesNotGoByItIsNamed() {
    host.removed.heard = List.of(3, 1, 0);
    host.removed.routers = List.of("second");
    String said = shell.done("remove", "router");
    assertTrue(said.contains("\nSay it on second as well: that router decides"), said);
  }

  @Test
  void aKeyThatNobodyKnowsCanBeRemoved() {
    PublicKey lost = new PublicKey(77, 0, 0, 0);
    assertEquals(lost + " is removed." + KNOWN + "\n", shell.done("remove", lost.toString()));
  }

  @Test
  void whatIsNotOnTheDiskIsAFailure() {
    host.removed.saved = false;
    Ended ended = shell.run("remove", "router");
    assertEquals(1, ended.exitCode());
    assertEquals(
        ROUTER
            + " is not removed yet, since that is not on this host's disk: the agent goes on trying,"
            + " and its log says why.\n",
        ended.err());
    assertTrue(shell.done("removed").contains("not yet"), shell.done("removed"));
  }

  @Test
  void whoCannotDecideIsToldWhy() {
    host.removed.refusal = "this host does not decide on that";
    Ended ended = shell.run("remove", "router");
    assertEquals(1, ended.exitCode());
    assertEquals("the agent on wg0 refuses: this host does not decide on that.\n", ended.err());
    state = false;
    host.removed.refusal = null;
    assertTrue(shell.run("remove", "router").err().contains("no state is kept"));
    assertEquals(2, shell.run("remove", "nobody").exitCode());
  }

  @Test
  void anInvitationOfThatNameIsTakenBack() throws Exception {
    host.invited.add(
        new Invitation(
            new PublicKey(5, 0, 0, 0),
            "desk",
            List.of(),
            FakeInvitations.NOW.plus(Duration.ofHours(1)),
            null,
            false));
    assertEquals("The invitation for desk is taken back.\n", shell.done("remove", "desk"));
    assertEquals(2, shell.run("remove", "desk").exitCode());
  }

  @Test
  void theSectionThatIsToBeDeletedIsNamed(@TempDir Path folder) throws Exception {
    shell.variables.put("WIRELINK_CONFIG_PATH", folder.toString());
    Path file = folder.resolve("wg0.conf");
    Files.writeString(file, "[Interface]\n\n[Peer]\nPublicKey = " + Views.ROUTER + "\n");
    String said = shell.done("remove", "router");
    assertTrue(said.contains("Delete its section at line 3 of " + file + " as well"), said);
    Files.writeString(
        file,
        "[Interface]\n\n[Peer]\n# r, by wirelink invites --save\nPublicKey = "
            + Views.ROUTER
            + "\n");
    said = shell.done("remove", "router");
    assertTrue(said.endsWith("Its section is taken out of " + file + ".\n"), said);
    assertEquals("[Interface]\n", Files.readString(file));
  }

  @Test
  void whoIsRemovedIsListedAndLetBack() throws Exception {
    assertEquals("As far as the agent on wg0 knows, nobody was removed.\n", shell.done("removed"));
    shell.done("remove", "router");
    List<String> lines = shell.done("removed").lines().toList();
    assertEquals(2, lines.size());
    assertTrue(lines.get(1).matches("router +\\S+ ago +3 of 3 +\\Q" + Views.ROUTER + "\\E"));
    Map<String, Object> answer = JSON.std.mapFrom(shell.done("removed", "--json"));
    assertEquals(
        Map.of(
            "key",
            Views.ROUTER.toString(),
            "name",
            "router",
            "removed",
            true,
            "number",
            1893553445,
            "since",
            FakeInvitations.NOW.toString(),
            "saved",
            true,
            "told",
            3,
            "awaited",
            0,
            "others",
            0,
            "routers",
            List.of()),
        ((List<?>) answer.get("hosts")).getFirst());
    assertEquals(
        ROUTER + " may come back: put it into wg0.conf here, or invite it.\n",
        shell.done("removed", "--restore", "router"));
    assertEquals("As far as the agent on wg0 knows, nobody was removed.\n", shell.done("removed"));
    assertEquals(2, shell.run("removed", "--restore", "router").exitCode());
  }

  @Test
  void whoIsLetBackIsToldWhatItGetsAgainAndWhatOthersHaveByNow() {
    Set<Cidr> address = Set.of(Cidr.parse("10.77.0.1/32"));
    Set<Cidr> network = Set.of(Cidr.parse("192.168.5.0/24"));
    shell.done("remove", "router");
    host.removed.free = address;
    assertEquals(
        ROUTER
            + " may come back, and is on wg0 again: after its next start only if wg0.conf has it.\n",
        shell.done("removed", "--restore", "router"));
    shell.done("remove", "router");
    host.removed.taken = network;
    assertEquals(
        ROUTER
            + " may come back, and is on wg0 again, but without 192.168.5.0/24, which others have"
            + " by now: after its next start only if wg0.conf has it.\n",
        shell.done("removed", "--restore", "router"));
    shell.done("remove", "router");
    host.removed.free = Set.of();
    assertEquals(
        ROUTER
            + " may come back, but without 192.168.5.0/24, which others have by now: put it into"
            + " wg0.conf here, or invite it.\n",
        shell.done("removed", "--restore", "router"));
  }
}
