package io.wirelink.diagnosis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wirelink.agent.EndpointOrigin;
import io.wirelink.agent.PeerStory;
import io.wirelink.agent.PortMappingMode;
import io.wirelink.agent.PortMappingView;
import io.wirelink.agent.RejectionRule;
import io.wirelink.device.Cidr;
import io.wirelink.device.Endpoint;
import io.wirelink.device.IpAddress;
import io.wirelink.device.PresharedKeyPrint.Kind;
import io.wirelink.fact.Fact;
import io.wirelink.fact.MemberMetadata;
import io.wirelink.fact.Source;
import io.wirelink.fixtures.Stories;
import io.wirelink.fixtures.Views;
import io.wirelink.portmap.Gateway;
import io.wirelink.portmap.MappingProtocol;
import io.wirelink.portmap.MappingStatus;
import io.wirelink.portmap.Obstacle;
import io.wirelink.trust.TrustLevel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The sentences that tell why a peer is not reached directly. */
class WhyTextTest {

  private static WhyAnswer told(PeerStory story, @Nullable Boolean answersPing) {
    Diagnosis diagnosis = Diagnosis.of(story, answersPing);
    return WhyText.of(story, diagnosis, answersPing, ZoneOffset.UTC);
  }

  private static List<String> section(WhyAnswer answer, String title) {
    return answer.sections().stream()
        .filter(each -> each.title().equals(title))
        .flatMap(each -> each.sentences().stream())
        .toList();
  }

  @ParameterizedTest
  @EnumSource
  void everyCauseHasASentenceAndWhatToDo(Cause cause) {
    PeerStory story = Stories.unanswered().about(Views.STRANGER);
    for (boolean certain : new boolean[] {true, false}) {
      Diagnosis diagnosis = new Diagnosis(cause, certain, null);
      WhyAnswer answer = WhyText.of(story, diagnosis, null, ZoneOffset.UTC);
      assertTrue(answer.summary().startsWith("leaf2"), answer.summary());
      assertTrue(answer.summary().endsWith("."), answer.summary());
      boolean well = cause == Cause.DIRECT || cause == Cause.SELF;
      if (cause != Cause.SOURCE_NOT_TRUSTED) {
        assertEquals(well, section(answer, "What to do").isEmpty(), cause::word);
      }
      answer.sections().stream()
          .flatMap(each -> each.sentences().stream())
          .forEach(sentence -> assertTrue(sentence.endsWith("."), sentence));
    }
  }

  @Test
  void everyCauseHasItsSectionInTheDocs() throws IOException {
    Path docs = Path.of(System.getProperty("wirelink.scripts", "../../scripts")).resolve("../docs");
    List<String> headings =
        Files.readAllLines(docs.resolve("why.md")).stream()
            .filter(line -> line.startsWith("### `"))
            .map(line -> line.substring(5, line.length() - 1))
            .toList();
    assertEquals(Arrays.stream(Cause.values()).map(Cause::word).toList(), headings);
  }

  @Test
  void whatTheGatewaysOfThisHostGaveIsTold() {
    StoryBuilder builder = StoryBuilder.member(5);
    Gateway home = new Gateway(IpAddress.parse("192.168.1.1"), 0, IpAddress.parse("192.168.1.2"));
    Map<MappingStatus, String> sentences =
        Map.of(
            new MappingStatus.Mapped(
                home, MappingProtocol.PCP, Endpoint.parse("203.0.113.7:4711"), 0),
            "The gateway 192.168.1.1 maps 203.0.113.7:4711 to this host, by PCP.",
            new MappingStatus.Mapped(
                home, MappingProtocol.PCP, Endpoint.parse("100.64.0.9:4711"), 0),
            "The gateway 192.168.1.1 maps 100.64.0.9:4711 to this host, by PCP; there is another NAT"
                + " behind it.",
            new MappingStatus.Unmapped(home, Obstacle.NO_ROOM),
            "The gateway 192.168.1.1 maps no port to this host: it has no port left.");
    sentences.forEach(
        (status, sentence) -> {
          builder.portMapping =
              new PortMappingView(
                  PortMappingMode.AUTO,
                  true,
                  List.of(new PortMappingView.KnownMapping(status, null)));
          List<String> known = section(told(builder.build(), null), "What is known");
          assertTrue(known.contains(sentence), known::toString);
        });
  }

  @Test
  void aSymmetricNatIsToldWithWhatShowsIt() {
    WhyAnswer answer = told(Stories.unanswered().about(Views.STRANGER), true);
    assertEquals(
        "leaf2 is not reached directly: most likely it is behind a NAT that takes a new port for"
            + " each destination, or a firewall drops UDP.",
        answer.summary());
    assertEquals(
        List.of(
            "192.168.2.2:51820, which router gives until 03:08:00: tried twice since 03:03:25, the"
                + " last time at 03:03:45 (20 s ago); no answer.",
            "198.51.100.12:40123, which router gives until 03:08:00: tried twice since 03:03:25,"
                + " the last time at 03:03:45 (20 s ago); no answer."),
        section(answer, "What was tried"));
    assertTrue(
        section(answer, "What is known").contains("It answers a ping that goes by a router."),
        answer::toString);
    assertEquals(3, section(answer, "What shows that").size(), answer::toString);
  }

  @Test
  void whoIsNotTrustedIsNamedWithTheLineThatWouldChangeThat() {
    PeerStory story = Stories.of(Views.STRANGER);
    Stories stories = new Stories();
    stories.standing = story.standing();
    stories.rejected(Fact.member(Views.STRANGER, MemberMetadata.EMPTY), RejectionRule.NOT_TRUSTED);
    WhyAnswer answer = told(stories.about(Views.STRANGER), null);
    assertEquals(
        "leaf2 is not reached directly: router speaks of it, but is trusted with Endpoint only, and"
            + " that takes Membership.",
        answer.summary());
    String line = "{ \"PublicKey\": \"" + Views.ROUTER + "\", \"Trust\": \"Membership\" }";
    assertTrue(section(answer, "What to do").getFirst().contains(line), answer::toString);
  }

  @Test
  void whatWasNotTriedIsToldWithTheReason() {
    Stories stories = new Stories();
    stories.device =
        new PeerStory.OnDevice(null, null, false, null, null, false, Set.of(), Kind.NONE);
    stories.rejected(
        Fact.endpoint(Views.STRANGER, Endpoint.parse("10.0.0.9:51820")), RejectionRule.IN_TUNNEL);
    assertEquals(
        List.of(
            "10.0.0.9:51820, which router gives: not believed, since that is inside the tunnel.",
            "No endpoint was tried, since nobody gives one that is believed."),
        section(told(stories.about(Views.STRANGER), null), "What was not tried"));
  }

  @Test
  void whoseAgentsHaveAgreedOnAPresharedKeyIsTold() {
    Stories stories = new Stories();
    for (Kind kind : Kind.values()) {
      stories.device = new PeerStory.OnDevice(null, null, true, null, null, false, Set.of(), kind);
      List<String> known =
          section(told(stories.about(Views.STRANGER), null), "What is known").stream()
              .filter(sentence -> sentence.contains("preshared key"))
              .toList();
      assertEquals(kind == Kind.NONE ? 0 : 1, known.size(), kind::toString);
    }
  }

  @Test
  void ofWhatNobodyTellsItIsSaidWhereItIsKnownFrom() {
    Stories stories = Stories.unanswered();
    stories.endpoints.clear();
    stories.known("203.0.113.1:1", EndpointOrigin.WORKED);
    stories.known("203.0.113.2:1", EndpointOrigin.FOUND);
    stories.known("203.0.113.3:1", EndpointOrigin.REMEMBERED);
    stories.known("203.0.113.4:1", EndpointOrigin.CONFIGURED);
    assertEquals(
        List.of(
            "203.0.113.1:1, where it answered last",
            "203.0.113.2:1, which was set on the device",
            "203.0.113.3:1, where it answered before the agent started",
            "203.0.113.4:1, which the configuration names"),
        section(told(stories.about(Views.STRANGER), null), "What was tried").stream()
            .map(sentence -> sentence.substring(0, sentence.indexOf(": ")))
            .toList());
  }

  @Test
  void whatHappensNextIsToldWithItsTime() {
    Stories stories = Stories.unanswered();
    stories.next =
        new PeerStory.Next(Endpoint.parse("192.168.2.2:51820"), Views.NOW.plusSeconds(5));
    assertEquals(
        "The agent tries 192.168.2.2:51820 at 03:04:10 (in 5 s), unless it is reached before.",
        section(told(stories.about(Views.STRANGER), null), "What happens next").getFirst());
  }

  @Test
  void whatIsOnlyRememberedIsToldAsThat() {
    Stories stories = Stories.unanswered();
    stories.standing =
        new PeerStory.Standing(
            false, true, Source.MEMORY, null, null, false, false, TrustLevel.ENDPOINT);
    Cidr network = Cidr.parse("10.77.0.12/32");
    stories.facts =
        List.of(
            new PeerStory.Told(
                Fact.allowedCidr(Views.STRANGER, network),
                Source.MEMORY,
                Views.NOW.plusSeconds(600_000)));
    stories.endpoints.clear();
    stories.given("198.51.100.12:40123", Source.MEMORY);
    WhyAnswer answer = told(stories.about(Views.STRANGER), null);
    List<String> known = section(answer, "What is known");
    assertTrue(
        known.contains(
            "It belongs to the mesh as far as this host remembers from before its start; nobody has"
                + " said so since."),
        known::toString);
    assertTrue(
        known.contains("It has the network 10.77.0.12/32, as far as this host remembers."),
        known::toString);
    assertTrue(
        section(answer, "What was tried")
            .getFirst()
            .startsWith("198.51.100.12:40123, which this host remembers from before its start"),
        answer::toString);
  }

  @Test
  void whoHasANetworkThatIsUsedElsewhereIsTold() {
    Cidr network = Cidr.parse("10.77.0.12/32");
    Stories stories = Stories.unanswered();
    stories.networks = Set.of(network);
    stories.elsewhere = Map.of(network, Views.ROUTER);
    assertTrue(
        section(told(stories.about(Views.STRANGER), null), "What is known")
            .contains(
                "10.77.0.12/32 is routed to router, to whom it belongs as well, and who answers."));
  }
}
