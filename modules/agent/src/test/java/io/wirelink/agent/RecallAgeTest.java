package io.wirelink.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wirelink.fact.Fact;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** How long a host that was off remembers, by clocks that may be wrong. */
class RecallAgeTest extends RestartedAgent {

  @Test
  void whatIsOlderThanAWeekIsNotBelieved() {
    remembers(Duration.ofDays(7).minusMinutes(59), member(leaf));
    startsAlone();
    world.pass(Duration.ofSeconds(30));
    assertFalse(isThere(leaf));
  }

  @Test
  void aWeekPassesWhileTheAgentRunsToo() {
    remembers(Duration.ofDays(7).minusMinutes(70), member(leaf));
    startsAlone();
    world.pass(Duration.ofMinutes(9));
    assertEquals(1, sources(Fact.endpoint(leaf, WHERE)).size());
    world.pass(Duration.ofMinutes(2));
    assertEquals(0, sources(Fact.endpoint(leaf, WHERE)).size());
  }

  @Test
  void aClockThatIsNotSetYetCostsAnHour() {
    remembers(Duration.ofDays(7).minusMinutes(61), member(leaf));
    world.wall = Instant.EPOCH;
    startsAlone();
    world.pass(Duration.ofSeconds(5));
    assertTrue(isThere(leaf));
    assertTrue(world.believes(Fact.endpoint(leaf, WHERE)));
    world.pass(Duration.ofMinutes(1));
    assertFalse(world.believes(Fact.endpoint(leaf, WHERE)), "nor is anything kept for ever");
  }

  @Test
  void aClockFarAheadKeepsItBackUntilItIsSetRight() {
    remembers(Duration.ZERO, member(leaf));
    Instant right = world.wall;
    world.wall = Instant.parse("2099-01-01T00:00:00Z");
    startsAlone();
    world.pass(Duration.ofSeconds(30));
    assertFalse(isThere(leaf));
    world.wall = right.plus(world.at());
    world.pass(Duration.ofSeconds(6));
    assertTrue(isThere(leaf));
  }

  @Test
  void aClockThatJumpsAheadByYearsAndBackLosesNothing() {
    remembers(Duration.ZERO, member(leaf, NETWORK.toString()));
    startsAlone();
    world.pass(Duration.ofSeconds(5));
    leafAnswers();
    Instant before = world.wall;
    world.wall = Instant.parse("2099-01-01T00:00:00Z");
    world.pass(Duration.ofSeconds(30));
    assertEquals(Set.of(NETWORK), world.routedTo(leaf), "a path that works is left alone");
    world.wall = before.plusSeconds(30);
    world.pass(Duration.ofSeconds(30));
    assertTrue(world.believes(Fact.member(leaf, named("leaf"))));
    assertEquals(Set.of(NETWORK), world.routedTo(leaf));
  }
}
