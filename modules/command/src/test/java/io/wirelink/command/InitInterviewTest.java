package io.wirelink.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wirelink.agent.PeerConfig;
import io.wirelink.config.ConfigFile;
import io.wirelink.config.InitialConfig;
import io.wirelink.config.KnownPeers;
import io.wirelink.config.RouterMode;
import io.wirelink.config.Settings;
import io.wirelink.device.Cidr;
import io.wirelink.device.DeviceState;
import io.wirelink.device.PeerState;
import io.wirelink.device.PublicKey;
import io.wirelink.fixtures.Views;
import io.wirelink.trust.TrustLevel;
import java.io.BufferedReader;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Making a first configuration together with somebody at a terminal. */
class InitInterviewTest {
  private final StringWriter screen = new StringWriter();

  private InitInterview interview(String... answers) {
    String lines = String.join("\n", answers) + (answers.length == 0 ? "" : "\n");
    return new InitInterview(
        new Questions(new BufferedReader(new StringReader(lines)), new PrintWriter(screen)));
  }

  private ConfigFile about(List<PeerState> peers, String... answers) {
    DeviceState device =
        new DeviceState(
            "wg0",
            Views.SELF,
            51820,
            0,
            ConfigInitCommandTest.peers(peers.toArray(PeerState[]::new)));
    InitialConfig initial = new InitialConfig(device, new KnownPeers());
    return interview(answers).about(device, initial, initial.propose("here", List.of()));
  }

  private static PeerConfig peer(String name, TrustLevel trust, boolean basic) {
    return new PeerConfig(name, trust, false, List.of(), List.of(), basic);
  }

  @Test
  void enterTakesWhatIsProposed() {
    List<PeerState> peers = List.of(ConfigInitCommandTest.ROUTER, ConfigInitCommandTest.LEAF);
    ConfigFile file = about(peers, "", "", "", "", "", "");
    assertEquals(List.of(Views.SELF, Views.ROUTER), List.copyOf(file.peers().keySet()));
    assertEquals("here", file.peers().get(Views.SELF).name());
    assertEquals(TrustLevel.MEMBERSHIP, file.peers().get(Views.ROUTER).trust());
    assertEquals(51901, file.settings().port());
    assertEquals(
        """
        wg0 has 2 peers. Enter takes what is in brackets.
        Is this host a router, by which the others reach each other [no]: \
        Name of this host [here]: \
        Name of the router %s (at 198.51.100.1:51900, 10.0.0.0/24): \
        May it say who belongs to the mesh, and what is routed to whom [yes]: \
        Name of the peer %s (at 203.0.113.7:40001, 10.0.0.7/32): \
        UDP port of all agents of the mesh [51901]: \
        """
            .formatted(Views.ROUTER, Views.STRANGER),
        screen.toString());
  }

  @Test
  void aLeafKeepsTheNamesThatItIsTold() {
    List<PeerState> peers = List.of(ConfigInitCommandTest.ROUTER, ConfigInitCommandTest.LEAF);
    ConfigFile file = about(peers, "", "me", "hub", "n", "friend", "51821");
    assertEquals("me", file.peers().get(Views.SELF).name());
    assertEquals("hub", file.peers().get(Views.ROUTER).name());
    assertEquals(TrustLevel.ENDPOINT, file.peers().get(Views.ROUTER).trust());
    assertEquals(peer("friend", null, false), file.peers().get(Views.STRANGER));
    assertEquals(Settings.NONE, file.settings());
  }

  @Test
  void aRouterIsAskedWhoRunsNoAgent() {
    ConfigFile file = about(List.of(ConfigInitCommandTest.LEAF), "y", "", "phone", "yes", "0");
    assertEquals(peer("phone", null, true), file.peers().get(Views.STRANGER));
    assertEquals(Settings.NONE, file.settings());
  }

  @Test
  void aRoleThatCannotBeSeenIsWrittenDown() {
    ConfigFile file = about(List.of(ConfigInitCommandTest.LEAF), "no", "", "", "");
    assertEquals(RouterMode.NO, file.settings().router());
    assertEquals(List.of(Views.SELF), List.copyOf(file.peers().keySet()));
  }

  @Test
  void anAnswerThatMeansNothingIsAskedForAgain() {
    about(List.of(), "perhaps", "y", "x".repeat(256), "me", "70000", "7");
    String said = screen.toString();
    assertTrue(said.contains("  answer yes or no.\n"), said);
    assertTrue(said.contains("  a name has at most 255 bytes, and this one has 256.\n"), said);
    assertTrue(said.contains("  \"70000\" is not a UDP port"), said);
  }

  @Test
  void answersThatEndWriteNothing() {
    CommandFailure failure = assertThrows(CommandFailure.class, () -> about(List.of(), "y"));
    assertEquals(
        "the answers ended before the questions did: nothing was written", failure.getMessage());
  }

  @Test
  void whereThereIsNoInterfaceAllIsAskedFor() {
    ConfigFile file =
        interview(
                "",
                "51821",
                "bad",
                "" + Views.ROUTER,
                "hub",
                "10.0.0.1/24",
                "",
                "hub.example:1",
                "",
                "",
                "" + Views.ROUTER,
                "" + Views.STRANGER,
                "phone",
                "10.0.0.7",
                "",
                "",
                "y",
                "")
            .fromNothing("wg7");
    PeerConfig hub = file.peers().get(Views.ROUTER);
    assertEquals(TrustLevel.MEMBERSHIP, hub.trust());
    assertEquals(List.of(Cidr.parse("10.0.0.0/24")), hub.allowedIps());
    assertEquals("hub.example:1", hub.endpoints().getFirst().toString());
    PeerConfig phone = file.peers().get(Views.STRANGER);
    assertEquals(List.of(Cidr.parse("10.0.0.7/32")), phone.allowedIps());
    assertTrue(phone.basic());
    assertEquals(RouterMode.NO, file.settings().router());
    assertEquals(51821, file.settings().port());
    String said = screen.toString();
    assertTrue(said.startsWith("There is no interface wg7 yet."), said);
    assertTrue(said.contains("  this peer was told before: name another.\n"), said);
    Map<PublicKey, PeerConfig> none = interview("", "", "").fromNothing("wg7").peers();
    assertEquals(Map.of(), none);
  }
}
