package io.wirelink.diagnosis;

import static io.wirelink.agent.KnownEndpoint.Result.SILENT;
import static io.wirelink.diagnosis.Diagnoses.INSIDE;
import static io.wirelink.diagnosis.Diagnoses.OTHER_PORT;
import static io.wirelink.diagnosis.Diagnoses.OUTSIDE;
import static io.wirelink.diagnosis.Diagnoses.diagnosed;
import static io.wirelink.diagnosis.Diagnoses.likely;
import static io.wirelink.diagnosis.StoryBuilder.member;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wirelink.agent.PeerStory;
import io.wirelink.agent.PortMappingMode;
import io.wirelink.agent.PortMappingView;
import io.wirelink.device.Endpoint;
import io.wirelink.device.IpAddress;
import io.wirelink.diagnosis.Diagnosis.Nat;
import io.wirelink.fact.Fact;
import io.wirelink.fact.MemberMetadata;
import io.wirelink.fact.NatBehavior;
import io.wirelink.fact.NatBehavior.Mapping;
import io.wirelink.fact.NatBehavior.Ports;
import io.wirelink.portmap.Gateway;
import io.wirelink.portmap.MappingStatus;
import io.wirelink.portmap.Obstacle;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a diagnosis makes of NATs on both sides. */
class NatDiagnosisTest {
  @Test
  void portsThatDifferShowANatThatChangesThem() {
    StoryBuilder story = member(20).at(INSIDE, SILENT).at(OTHER_PORT, SILENT);
    likely(Cause.SYMMETRIC_NAT, story);
    assertEquals(Nat.CHANGES_PORT, diagnosed(story).there());
    assertEquals(Nat.UNKNOWN, diagnosed(story).here());
    story.seenAs.add(Endpoint.parse("198.51.100.11:31000"));
    assertEquals(Nat.CHANGES_PORT, diagnosed(story).here());
    assertTrue(diagnosed(story, true).certain());
    assertFalse(diagnosed(story, null).certain());
  }

  @Test
  void aNatOfThisHostThatChangesPortsIsEnoughIfTheOtherHasOneToo() {
    StoryBuilder story = member(20).at(INSIDE, SILENT).at(OUTSIDE, SILENT);
    story.seenAs.add(Endpoint.parse("198.51.100.11:31000"));
    likely(Cause.SYMMETRIC_NAT, story);
    assertEquals(Nat.KEEPS_PORT, diagnosed(story).there());
  }

  @Test
  void oneNatIsNoObstacleForWhoIsInPublic() {
    StoryBuilder there = member(20).at(OUTSIDE, SILENT);
    there.seenAs.add(Endpoint.parse("198.51.100.11:31000"));
    likely(Cause.UDP_BLOCKED, there);
    StoryBuilder here = member(20).at(INSIDE, SILENT).at(OTHER_PORT, SILENT);
    here.seenAs.add(Endpoint.parse("192.168.1.2:51820"));
    likely(Cause.UDP_BLOCKED, here);
    assertEquals(Nat.NONE, diagnosed(here).here());
  }

  @Test
  void natsThatKeepPortsAreNoObstacle() {
    StoryBuilder story = member(20).at(INSIDE, SILENT).at(OUTSIDE, SILENT);
    story.seenAs.add(Endpoint.parse("198.51.100.11:51820"));
    likely(Cause.UDP_BLOCKED, story);
    assertEquals(Nat.KEEPS_PORT, diagnosed(story).here());
  }

  private static NatBehavior nat(Mapping mapping, Ports ports) {
    return new NatBehavior(mapping, ports, false);
  }

  /** A member that the router tells of with what it says of its NAT. */
  private static StoryBuilder saying(NatBehavior nat) {
    StoryBuilder story = member(20).at(INSIDE, SILENT).at(OUTSIDE, SILENT);
    story.facts.add(
        new PeerStory.Told(
            Fact.member(StoryBuilder.PEER, MemberMetadata.EMPTY.with(nat)),
            StoryBuilder.BY_ROUTER,
            StoryBuilder.NOW.plusSeconds(250)));
    return story;
  }

  @Test
  void whatBothSaidOfTheirNatsIsSureOnceItIsThere() {
    StoryBuilder story = saying(nat(Mapping.ENDPOINT_DEPENDENT, Ports.ARBITRARY));
    story.nat = nat(Mapping.ENDPOINT_DEPENDENT, Ports.SEQUENTIAL);
    likely(Cause.SYMMETRIC_NAT, story);
    assertEquals(Nat.NEW_PORTS, diagnosed(story).here());
    assertEquals(Nat.NEW_PORTS, diagnosed(story).there());
    assertTrue(diagnosed(story, true).certain());
  }

  @Test
  void whoTellsNothingOfTheNatTakesNothingBack() {
    StoryBuilder story = saying(nat(Mapping.ENDPOINT_DEPENDENT, Ports.ARBITRARY));
    story.facts.add(
        new PeerStory.Told(
            Fact.member(StoryBuilder.PEER, MemberMetadata.EMPTY.with("leaf2", false)),
            StoryBuilder.BY_ROUTER,
            StoryBuilder.NOW.plusSeconds(255)));
    assertEquals(Nat.NEW_PORTS, diagnosed(story).there());
  }

  /** Its port outside is another one, which says nothing: all find it there. */
  @Test
  void onePortForAllIsNoObstacleAndAFirewallIsWhatIsLeft() {
    StoryBuilder story = member(20).at(INSIDE, SILENT).at(OUTSIDE, SILENT);
    story.seenAs.add(Endpoint.parse("198.51.100.11:31000"));
    story.nat = nat(Mapping.ENDPOINT_INDEPENDENT, Ports.ARBITRARY);
    likely(Cause.UDP_BLOCKED, story);
    assertEquals(Nat.ONE_PORT, diagnosed(story).here());
    story.nat = nat(Mapping.ENDPOINT_INDEPENDENT, Ports.PRESERVED);
    assertEquals(Nat.KEEPS_PORT, diagnosed(story).here());
    story.nat = nat(Mapping.NONE, Ports.UNKNOWN);
    assertEquals(Nat.NONE, diagnosed(story).here());
  }

  /** Otherwise they would meet: its carrier lets in whoever knows its port. */
  @Test
  void aCarriersNatIsNoObstacleAndAFirewallIsWhatIsLeft() {
    StoryBuilder here = member(20).at(INSIDE, SILENT).at(OUTSIDE, SILENT);
    here.seenAs.add(Endpoint.parse("198.51.100.11:31000"));
    here.nat = new NatBehavior(Mapping.UNKNOWN, Ports.ARBITRARY, true);
    likely(Cause.UDP_BLOCKED, here);
    assertEquals(Nat.ONE_PORT, diagnosed(here).here());
    StoryBuilder there = saying(new NatBehavior(Mapping.UNKNOWN, Ports.ARBITRARY, true));
    there.at(OTHER_PORT, SILENT);
    there.seenAs.add(Endpoint.parse("198.51.100.11:51820"));
    likely(Cause.UDP_BLOCKED, there);
  }

  @Test
  void whoSaysThatAllFindItAtOnePortIsBehindNoObstacle() {
    StoryBuilder story = member(20).at(INSIDE, SILENT).at(OTHER_PORT, SILENT);
    story.seenAs.add(Endpoint.parse("198.51.100.11:51820"));
    likely(Cause.SYMMETRIC_NAT, story);
    story.facts.addAll(saying(nat(Mapping.ENDPOINT_INDEPENDENT, Ports.ARBITRARY)).facts);
    likely(Cause.UDP_BLOCKED, story);
    assertEquals(Nat.ONE_PORT, diagnosed(story).there());
  }

  /** Who has a port of its gateway is reached by that, whatever its NAT makes of others. */
  @Test
  void natsAreNoObstacleForWhoHasThePortOfAGateway() {
    StoryBuilder here = member(20).at(INSIDE, SILENT).at(OUTSIDE, SILENT);
    here.seenAs.add(Endpoint.parse("198.51.100.11:31000"));
    here.addresses.add(Endpoint.parse("198.51.100.11:51820"));
    likely(Cause.UDP_BLOCKED, here);
    StoryBuilder there = member(20).at(INSIDE, SILENT).at(OUTSIDE, SILENT).at(OTHER_PORT, SILENT);
    there.seenAs.add(Endpoint.parse("198.51.100.11:31000"));
    likely(Cause.UDP_BLOCKED, there);
  }

  @Test
  void thePairIsNamedWithWhatShowsItAndWhereToTurnPortMappingOn() {
    StoryBuilder story = saying(new NatBehavior(Mapping.ENDPOINT_DEPENDENT, Ports.ARBITRARY, true));
    story.nat = new NatBehavior(Mapping.ENDPOINT_DEPENDENT, Ports.ARBITRARY, true);
    for (int port = 31_000; port < 31_005; port++) {
      story.seenAs.add(new Endpoint(IpAddress.parse("198.51.100.11"), port));
    }
    Gateway home = new Gateway(IpAddress.parse("192.168.1.1"), 0, IpAddress.parse("192.168.1.2"));
    story.portMapping =
        new PortMappingView(
            PortMappingMode.OFF,
            true,
            List.of(
                new PortMappingView.KnownMapping(
                    new MappingStatus.Unmapped(home, Obstacle.NO_ANSWER), null)));
    WhyAnswer answer = WhyText.of(story.build(), diagnosed(story, true), true, ZoneOffset.UTC);
    assertTrue(
        answer
            .summary()
            .endsWith(
                " is not reached directly: its NAT takes a new port for each destination, and so"
                    + " does that of this host."),
        answer.summary());
    String all = answer.sections().toString();
    for (String sentence :
        List.of(
            "It says itself that its NAT takes a new port for each destination.",
            "Others see this host at 198.51.100.11:31000, 198.51.100.11:31001, 198.51.100.11:31002"
                + " and 2 more: its NAT takes a new port for each destination.",
            "Beyond the NAT of this host's network there is another one.",
            "It says itself that there is another NAT beyond that of its network.",
            "UPnP at 192.168.1.1, the gateway of this host, or at that of ",
            "'port-mapping' is off in the configuration of this host: it asks no gateway.",
            "A port of this host's gateway is of no use")) {
      assertTrue(all.contains(sentence), sentence + " is not in " + all);
    }
  }
}
