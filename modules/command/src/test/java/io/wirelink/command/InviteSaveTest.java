package io.wirelink.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wirelink.agent.InvitationWish;
import io.wirelink.control.ControlProtocol;
import io.wirelink.control.InviteControl;
import io.wirelink.control.InvitesControl;
import io.wirelink.device.Cidr;
import io.wirelink.fixtures.AbstractShell;
import io.wirelink.fixtures.FakeHost;
import io.wirelink.fixtures.FakeInvitations;
import io.wirelink.fixtures.Views;
import io.wirelink.invitation.Invitation;
import io.wirelink.newcomer.HostPrograms;
import io.wirelink.newcomer.NewcomerHost;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Inviting hosts that are to be in the file of wg-quick when they have come. */
@Timeout(300)
class InviteSaveTest extends AskedAgents {

  private final FakeHost host = new FakeHost();
  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void serve() throws Exception {
    shell.variables.put("WIRELINK_CONFIG_PATH", folder.toString());
    file = folder.resolve("wg0.conf");
    var agent = host.agent();
    var invite = new InviteControl(agent, reload(() -> true));
    agents.answer("wg0", new ControlProtocol("wg0", List.of(invite, new InvitesControl(agent))));
  }

  private AbstractShell.Ended invite(String name) {
    return shell.run("invite", name, "--save");
  }

  /** A host where systemd runs, and what it is told ends so. */
  private static NewcomerHost booted(List<List<String>> told, HostPrograms.Ended ended) {
    HostPrograms programs =
        new HostPrograms() {
          @Override
          public boolean has(String program) {
            return true;
          }

          @Override
          public HostPrograms.Ended run(List<String> words) {
            told.add(words);
            return ended;
          }
        };
    NewcomerHost none = NewcomerHost.NONE;
    return new NewcomerHost(
        programs,
        none.mail(),
        none.hasInterface(),
        none.folder(),
        true,
        none.clock(),
        none.random());
  }

  @Test
  void whoIsToBeInTheFileOfWgQuickIsSavedByAServiceOrByHand() throws Exception {
    var ended = invite("desk");
    assertEquals(1, ended.exitCode());
    assertTrue(ended.err().startsWith("there is no " + file), ended.err());
    assertNull(host.invited.wish, "nobody is invited then");
    Files.writeString(file, "[Interface]\n");
    String last = invite("desk").err().lines().toList().get(1);
    assertEquals(
        "No systemd runs here: run 'wirelink invites wg0 --save' when desk has come.", last);
    InvitationWish wish = Objects.requireNonNull(host.invited.wish);
    assertTrue(wish.save());
    List<List<String>> told = new ArrayList<>();
    shell.newcomer = booted(told, new HostPrograms.Ended(0, ""));
    last = invite("tv").err().lines().toList().get(1);
    assertEquals(
        "When it has come, wirelink-save@wg0.path has it written into " + file + ".", last);
    assertEquals(List.of(List.of("systemctl", "enable", "--now", "wirelink-save@wg0.path")), told);
    shell.newcomer = booted(told, new HostPrograms.Ended(1, "Access denied.\n"));
    ended = invite("phone");
    assertEquals(0, ended.exitCode(), "the line is there");
    assertEquals(
        "'systemctl enable --now wirelink-save@wg0.path' has failed (1): Access denied:"
            + " run 'wirelink invites wg0 --save' when phone has come.",
        ended.err().lines().toList().get(1));
  }

  @Test
  void theServiceWritesThoseAloneOfWhomThatWasSaid() throws Exception {
    Files.writeString(file, "[Interface]\n");
    for (int i = 0; i < 2; i++) {
      host.invited.add(
          new Invitation(
              Views.key(10 + i),
              "host" + i,
              List.of(Cidr.parse("10.77.0.14/24")),
              FakeInvitations.NOW.plusSeconds(60),
              new Invitation.Joined(Views.key(20 + i), FakeInvitations.NOW),
              i == 1));
    }
    assertEquals("host1 is in " + file + " now.\n", shell.done("invites", "--save-marked"));
    assertFalse(Files.readString(file).contains("host0"));
  }
}
