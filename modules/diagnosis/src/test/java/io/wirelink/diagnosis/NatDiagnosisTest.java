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

import io.wirelink.device.Endpoint;
import io.wirelink.diagnosis.Diagnosis.Nat;
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
}
