package io.wirelink.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import io.wirelink.agent.InvitationWish;
import io.wirelink.control.ControlCommand;
import io.wirelink.control.ControlProtocol;
import io.wirelink.control.InviteControl;
import io.wirelink.control.InvitesControl;
import io.wirelink.control.Reload;
import io.wirelink.control.RevokeControl;
import io.wirelink.device.Cidr;
import io.wirelink.device.IpAddress;
import io.wirelink.fixtures.AbstractShell.Ended;
import io.wirelink.fixtures.DrawnQr;
import io.wirelink.fixtures.FakeHost;
import io.wirelink.fixtures.FakeInvitations;
import io.wirelink.fixtures.Views;
import io.wirelink.invitation.Invitation;
import io.wirelink.invitation.InvitationLine;
import io.wirelink.invitation.RouterEndpoint;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Inviting hosts, and looking after who was invited. */
@Timeout(300)
class InviteCommandTest extends AskedAgents {

  private final FakeHost host = new FakeHost();
  private boolean state = true;

  @BeforeEach
  void serve() throws Exception {
    Reload reload = reload(() -> state);
    var agent = host.agent();
    List<ControlCommand> commands =
        Stream.<ControlCommand>of(
                new InviteControl(agent, reload),
                new InvitesControl(agent),
                new RevokeControl(agent))
            .toList();
    agents.answer("wg0", new ControlProtocol("wg0", commands));
  }

  private Ended invite(String... words) {
    return shell.run(Stream.concat(Stream.of("invite"), Stream.of(words)).toArray(String[]::new));
  }

  private InvitationWish wish() {
    InvitationWish wish = host.invited.wish;
    if (wish == null) {
      throw new AssertionError("nobody was invited");
    }
    return wish;
  }

  @Test
  void theLineIsAllThatIsPrinted() throws Exception {
    Ended ended = invite("desk");
    assertEquals(0, ended.exitCode(), ended::toString);
    InvitationLine line = InvitationLine.parse(ended.out());
    assertEquals("desk", line.name());
    assertEquals(Views.ROUTER, line.router());
    assertEquals(
        new InvitationWish("desk", Duration.ofHours(1), List.of(), List.of(), false), wish());
    assertTrue(
        ended
            .err()
            .startsWith("desk gets 10.77.0.13/24 and comes by 198.51.100.1:51820, until 2030-01-0"),
        ended.err());
  }

  @Test
  void aNameByWhichNobodyIsFoundIsSaid() {
    for (String name : List.of("my desk", "desk.lan", "b\u00fcro", "desk-")) {
      Ended ended = invite(name);
      assertEquals(0, ended.exitCode(), ended::toString);
      assertTrue(
          ended
              .err()
              .endsWith(
                  "\nNo program finds it by this name, since it is no name of DNS: letters, digits"
                      + " and hyphens, at most 63.\n"),
          ended.err());
    }
    assertTrue(invite("wpad").err().contains("since programs look it up by themselves"));
    assertFalse(invite("Desk-2").err().contains("No program"));
  }

  @Test
  void whatIsWishedIsPassedOn() {
    invite(
        "desk",
        "wg0",
        "--for",
        "15m",
        "--address",
        "10.77.0.20",
        "--address",
        "fd77::20",
        "--endpoint",
        "vpn.example.org:7",
        "--endpoint",
        "[2001:db8::1]:8");
    assertEquals(
        new InvitationWish(
            "desk",
            Duration.ofMinutes(15),
            List.of(IpAddress.parse("10.77.0.20"), IpAddress.parse("fd77::20")),
            List.of(new RouterEndpoint("vpn.example.org", 7), new RouterEndpoint("2001:db8::1", 8)),
            false),
        wish());
  }

  @Test
  void aCameraReadsTheSameLine() throws Exception {
    String out = invite("desk", "--qr").out();
    int end = out.indexOf("wl1-");
    String drawn = DrawnQr.read(out.substring(0, end));
    assertEquals(drawn, drawn.toUpperCase(Locale.ROOT));
    String line = out.substring(end).strip();
    assertEquals(line, InvitationLine.parse(drawn).text());
  }

  @Test
  void whatCannotBeIsRefused() {
    for (String[] words :
        new String[][] {
          {"desk", "--for", "soon"},
          {"desk", "--for", "0s"},
          {"desk", "--for", "32d"},
          {"desk", "--address", "10.77.0.0/24"},
          {"desk", "--endpoint", "router"},
          {"desk", "--endpoint", "a b:1"},
          {""},
          {"x".repeat(64)},
          {"x".repeat(300)},
          {"\u00f6".repeat(32)},
          {"a\u001bb"},
          {"a\nPostUp = b"},
          {"\u0000"},
          {}
        }) {
      Ended ended = invite(words);
      assertEquals(2, ended.exitCode(), () -> List.of(words) + ended.toString());
      assertEquals("", ended.out());
    }
    assertEquals(1, invite("router").exitCode(), "somebody is called so");
    assertEquals(1, invite("Router").exitCode(), "for DNS that is the same");
    invite("desk");
    assertEquals(1, invite("desk").exitCode(), "it is invited already");
    state = false;
    assertTrue(invite("other").err().contains("no state is kept"));
  }

  @Test
  void whoWasInvitedAndWhoCameIsListed() throws Exception {
    assertEquals("The agent on wg0 has invited nobody.\n", shell.done("invites"));
    invite("desk", "--for", "30d");
    host.invited.add(
        new Invitation(
            Views.SELF,
            "laptop",
            List.of(Cidr.parse("10.77.0.14/24")),
            FakeInvitations.NOW.plusSeconds(60),
            new Invitation.Joined(Views.STRANGER, FakeInvitations.NOW),
            false));
    List<String> lines = shell.done("invites").lines().toList();
    // It expires in 2030, and this test may well run after that.
    assertTrue(
        lines.get(1).matches("desk    (open for \\S+|expired) +10.77.0.13  -"), lines::toString);
    assertTrue(lines.get(2).startsWith("laptop  joined  "), lines::toString);
    assertTrue(lines.get(2).endsWith("  10.77.0.14  " + Views.STRANGER), lines::toString);
    String json = shell.done("invites", "--json");
    assertFalse(json.contains("wl1-"), json);
    List<?> all = (List<?>) JSON.std.mapFrom(json).get("invitations");
    assertEquals(Views.STRANGER.toString(), ((Map<?, ?>) all.get(1)).get("key"));
  }

  @Test
  void whatIsTakenBackIsSaid() throws Exception {
    invite("desk");
    assertEquals(
        "The invitation for desk is taken back.\n", shell.done("invites", "--revoke", "desk"));
    host.invited.add(
        new Invitation(
            Views.SELF,
            "laptop",
            List.of(Cidr.parse("10.77.0.14/24")),
            FakeInvitations.NOW.plusSeconds(60),
            new Invitation.Joined(Views.STRANGER, FakeInvitations.NOW),
            false));
    assertEquals(
        "laptop does not belong to the mesh any more.\n",
        shell.done("invites", "--revoke", "laptop"));
    assertEquals(2, shell.run("invites", "--revoke", "laptop").exitCode());
  }

  @Test
  void whoCameIsWrittenIntoTheFileOfWgQuickAndTakenOutAgain(@TempDir Path folder) throws Exception {
    shell.variables.put("WIRELINK_CONFIG_PATH", folder.toString());
    invite("desk");
    host.invited.add(
        new Invitation(
            Views.SELF,
            "laptop",
            List.of(Cidr.parse("10.77.0.14/24")),
            FakeInvitations.NOW.plusSeconds(60),
            new Invitation.Joined(Views.STRANGER, FakeInvitations.NOW),
            false));
    Path file = folder.resolve("wg0.conf");
    Ended ended = shell.run("invites", "--save");
    assertEquals(1, ended.exitCode());
    assertTrue(ended.err().startsWith("there is no " + file), ended.err());
    Files.writeString(file, "[Interface]\n");
    assertEquals("laptop is in " + file + " now.\n", shell.done("invites", "--save"));
    String text = Files.readString(file);
    assertTrue(text.contains("\nPublicKey = " + Views.STRANGER + "\n"), text);
    assertTrue(text.endsWith("\nAllowedIPs = 10.77.0.14/32\n"), text);
    String nobody = "Nobody has come who is not in " + file + " already.\n";
    assertEquals(nobody, shell.done("invites", "--save"));
    assertEquals(
        "laptop does not belong to the mesh any more.\nIts section is taken out of " + file + ".\n",
        shell.done("invites", "--revoke", "laptop"));
    assertEquals("[Interface]\n", Files.readString(file));
  }
}
