package io.wirelink.diagnosis;

import static io.wirelink.agent.KnownEndpoint.Result.SILENT;
import static io.wirelink.diagnosis.Diagnoses.INSIDE;
import static io.wirelink.diagnosis.Diagnoses.OUTSIDE;
import static io.wirelink.diagnosis.Diagnoses.diagnosed;
import static io.wirelink.diagnosis.Diagnoses.likely;
import static io.wirelink.diagnosis.StoryBuilder.member;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wirelink.agent.ApparentNat;
import io.wirelink.agent.NatsBetween;
import io.wirelink.agent.PortMappingMode;
import io.wirelink.agent.PortMappingView;
import io.wirelink.device.Endpoint;
import io.wirelink.device.IpAddress;
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
  private static StoryBuilder tried(ApparentNat here, ApparentNat there, boolean keepApart) {
    StoryBuilder story = member(20).at(INSIDE, SILENT).at(OUTSIDE, SILENT);
    story.nats = new NatsBetween(here, there, NatBehavior.UNKNOWN, keepApart);
    return story;
  }

  @Test
  void natsThatKeepBothApartAreTheCause() {
    likely(Cause.SYMMETRIC_NAT, tried(ApparentNat.KEEPS_PORT, ApparentNat.CHANGES_PORT, true));
  }

  @Test
  void twoThatTakeAnotherPortForEachAreSureOnceThePeerIsThere() {
    StoryBuilder story = tried(ApparentNat.NEW_PORTS, ApparentNat.CHANGES_PORT, true);
    assertTrue(diagnosed(story, true).certain());
    assertFalse(diagnosed(story, null).certain());
    story = tried(ApparentNat.CHANGES_PORT, ApparentNat.CHANGES_PORT, true);
    assertFalse(diagnosed(story, true).certain(), "one router alone sees them");
  }

  @Test
  void whereTheyDoNotAFirewallIsWhatIsLeft() {
    likely(Cause.UDP_BLOCKED, tried(ApparentNat.NEW_PORTS, ApparentNat.CHANGES_PORT, false));
  }

  private static String told(StoryBuilder story) {
    WhyAnswer answer = WhyText.of(story.build(), diagnosed(story, true), true, ZoneOffset.UTC);
    return answer.summary() + " " + answer.sections();
  }

  private static void says(StoryBuilder story, String... sentences) {
    String all = told(story);
    for (String sentence : sentences) {
      assertTrue(all.contains(sentence), sentence + " is not in " + all);
    }
  }

  /** Where one router alone sees both, a carrier's NAT and a firewall look like that as well. */
  @Test
  void whereAFirewallMayBeTheCauseBothAreNamedWithWhatToDo() {
    says(
        tried(ApparentNat.CHANGES_PORT, ApparentNat.KEEPS_PORT, true),
        "this host is behind a NAT that takes a new port for each destination, or a firewall drops"
            + " UDP.",
        "It takes a second router, or a host that lets everybody in, to see which.",
        "Turn on PCP, NAT-PMP or UPnP",
        "If it is a firewall, let UDP pass between the hosts");
    String sure = told(tried(ApparentNat.NEW_PORTS, ApparentNat.KEEPS_PORT, true));
    assertFalse(sure.contains("firewall"), sure);
  }

  @Test
  void onWhichSideAFirewallIsIsSaidIfItShows() {
    StoryBuilder here = tried(ApparentNat.KEEPS_PORT, ApparentNat.NEW_PORTS, false);
    here.nat = NatBehavior.UNKNOWN.withUdpBlocked(true);
    says(
        here,
        "a firewall before this host lets UDP through to routers alone.",
        "This host hears nobody but routers, not even who lets everybody in.");
    StoryBuilder there = tried(ApparentNat.NEW_PORTS, ApparentNat.KEEPS_PORT, false);
    there.nats =
        new NatsBetween(
            ApparentNat.NEW_PORTS,
            ApparentNat.KEEPS_PORT,
            NatBehavior.UNKNOWN.withUdpBlocked(true),
            false);
    says(
        there,
        "a firewall before it lets UDP through to routers alone.",
        "It says itself that it hears nobody but routers.");
  }

  @Test
  void thePairIsNamedWithWhatShowsItAndWhereToTurnPortMappingOn() {
    StoryBuilder story = member(20).at(INSIDE, SILENT).at(OUTSIDE, SILENT);
    story.nat = new NatBehavior(Mapping.ENDPOINT_DEPENDENT, Ports.ARBITRARY, true);
    story.nats = new NatsBetween(ApparentNat.NEW_PORTS, ApparentNat.NEW_PORTS, story.nat, true);
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
    says(
        story,
        " is not reached directly: its NAT takes a new port for each destination, and so"
            + " does that of this host.",
        "It says itself that its NAT takes a new port for each destination.",
        "Others see this host at 198.51.100.11:31000, 198.51.100.11:31001, 198.51.100.11:31002"
            + " and 2 more: its NAT takes a new port for each destination.",
        "Beyond the NAT of this host's network there is another one.",
        "It says itself that there is another NAT beyond that of its network.",
        "UPnP at 192.168.1.1, the gateway of this host, or at that of ",
        "'port-mapping' is off in the configuration of this host: it asks no gateway.",
        "A port of this host's gateway is of no use");
  }
}
