package io.wirelink.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wirelink.device.Cidr;
import io.wirelink.device.Endpoint;
import io.wirelink.device.PeerChange;
import io.wirelink.device.PublicKey;
import io.wirelink.fact.BootId;
import io.wirelink.fact.Fact;
import io.wirelink.fact.RemovalRecord;
import io.wirelink.gossip.RemovalMessage;
import io.wirelink.invitation.InvitationLine;
import io.wirelink.invitation.JoinMessage;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A router on which the operator removes hosts. */
class RemovingTest {

  private static final Duration SOON = Duration.ofMillis(300);
  private static final Duration LONG = Duration.ofSeconds(30);

  private final RouterWorld router = new RouterWorld("10.77.0.1/24");
  private final PublicKey leaf = router.leaf;
  private final PublicKey host = FakeKeys.privateKey(7).publicKey();

  private boolean remove(PublicKey key) {
    try {
      return router.agent.removing().remove(key);
    } catch (RemovalRefusedException e) {
      throw new AssertionError(e);
    }
  }

  private LetBack letBack(PublicKey key) {
    try {
      return router.agent.removing().letBack(key);
    } catch (RemovalRefusedException e) {
      throw new AssertionError(e);
    }
  }

  private boolean isOnDevice(PublicKey key) {
    return router.device.peers.containsKey(key);
  }

  private boolean isSpokenOf(PublicKey key) {
    return router.agent.view(new Time(0, router.wall), 0).facts().stream()
        .anyMatch(each -> each.fact().subject().equals(key));
  }

  private RemovalRecord onDisk() {
    assertEquals(1, router.diskOfRemovals.size());
    return router.diskOfRemovals.getFirst().record();
  }

  private void aliveAs(long life) {
    router.hears(Fact.alive(leaf, BootId.random(RemovalMessage.CAPABILITY, new Random(life))));
  }

  @Test
  void whoIsRemovedIsTakenOffTheDeviceAndNotSpokenOf() {
    assertTrue(isSpokenOf(leaf));
    router.hears(Fact.endpoint(leaf, Endpoint.parse("203.0.113.9:51820")));
    assertTrue(remove(leaf));
    router.pass(LONG);
    assertFalse(isOnDevice(leaf));
    assertFalse(isSpokenOf(leaf));
    assertEquals(new RemovalRecord(leaf, onDisk().number(), true), onDisk());
    assertFalse(remove(leaf), "that is no news");
    RemovalView view = router.agent.removing().all().getFirst();
    assertTrue(view.saved());
    assertEquals(Set.of(Cidr.parse("10.77.0.11/32")), view.removal().networks());
  }

  @Test
  void whatTheDeviceHasAtTheStartIsTakenOffAgainAndNobodyHearsOfIt() {
    remove(leaf);
    router.pass(SOON);
    router.told.clear();
    router.reboot();
    assertFalse(isOnDevice(leaf));
    assertFalse(isSpokenOf(leaf));
    assertFalse(router.told.contains(leaf));
  }

  @Test
  void whoIsPutOnTheDeviceWhileTheAgentRunsIsTakenOffAgain() {
    remove(leaf);
    router.pass(SOON);
    router.device.peer(leaf, "10.77.0.11/32");
    router.pass(LONG);
    assertFalse(isOnDevice(leaf));
    assertFalse(isSpokenOf(leaf));
  }

  @Test
  void theDiskComesFirstThenTheDevice() {
    int begin = router.log.size();
    remove(leaf);
    router.pass(SOON);
    List<Object> done = router.log.subList(begin, router.log.size());
    int kept = -1;
    int changed = -1;
    for (int i = 0; i < done.size(); i++) {
      kept = done.get(i) instanceof Event.RemovalsKept ? i : kept;
      boolean removal = done.get(i).equals(new Action.Configure(PeerChange.remove(leaf)));
      changed = removal ? i : changed;
    }
    assertTrue(kept >= 0 && kept < changed, kept + " and " + changed);
  }

  @Test
  void aRouterThatLosesPowerInAnyStepHasRemovedItOrHasNot() {
    int finished = 0;
    for (int actions = 0; finished < 3; actions++) {
      var world = new RouterWorld("10.77.0.1/24");
      try {
        world.agent.removing().remove(world.leaf);
      } catch (RemovalRefusedException e) {
        throw new AssertionError(e);
      }
      world.untilPowerFails = actions;
      world.pass(SOON);
      finished += world.untilPowerFails > 0 ? 1 : 0;
      boolean removed = !world.diskOfRemovals.isEmpty();
      assertTrue(removed || world.device.peers.containsKey(world.leaf), "after " + actions);
      world.reboot();
      assertEquals(!removed, world.device.peers.containsKey(world.leaf), "after " + actions);
    }
  }

  @Test
  void withoutADiskNothingIsDoneUntilItTakesIt() {
    router.diskFails = true;
    remove(leaf);
    router.pass(LONG);
    assertTrue(isOnDevice(leaf));
    assertFalse(router.agent.removing().all().getFirst().saved());
    router.diskFails = false;
    router.pass(Duration.ofNanos(Timing.HOUSEKEEPING_NANOS));
    assertFalse(isOnDevice(leaf));
  }

  @Test
  void whoCameByAnInvitationLosesItAndDoesNotComeBackUnderTheSameKey() {
    InvitationLine line = router.invite("desk");
    router.asks(line, host);
    assertTrue(isOnDevice(host));
    remove(host);
    router.pass(SOON);
    assertFalse(isOnDevice(host));
    assertEquals(List.of(), router.disk);
    router.reboot();
    assertFalse(isOnDevice(host));
    InvitationLine another = router.invite("desk");
    router.asks(another, host);
    assertEquals(JoinMessage.Verdict.UNUSABLE_KEY, router.answers.getLast().verdict());
    PublicKey other = FakeKeys.privateKey(8).publicKey();
    router.asks(another, other);
    assertEquals(JoinMessage.Verdict.WELCOME, router.answers.getLast().verdict());
  }

  @Test
  void whoIsLetBackIsOnTheDeviceAsBeforeAndStaysOverAReboot() {
    remove(leaf);
    router.pass(SOON);
    long number = onDisk().number();
    LetBack back = letBack(leaf);
    assertEquals(new LetBack(true, Set.of(Cidr.parse("10.77.0.11/32")), Set.of()), back);
    assertEquals(LetBack.NO_NEWS, letBack(leaf));
    router.pass(SOON);
    assertEquals(new RemovalRecord(leaf, number + 1, false), onDisk());
    assertEquals(
        Set.of("10.77.0.11/32", leaf.linkLocalAddress() + "/128"), router.allowedIps(leaf));
    router.reboot();
    assertTrue(isOnDevice(leaf));
    assertTrue(remove(leaf));
  }

  @Test
  void aClockThatWasSetBackDoesNotMakeALaterWordAnEarlierOne() {
    remove(leaf);
    router.pass(SOON);
    long number = onDisk().number();
    assertTrue(number <= router.wall.getEpochSecond(), number + " is a time to come");
    assertTrue(number >= router.wall.minusSeconds(1).getEpochSecond(), number + " is past");
    router.wall = router.wall.minus(Duration.ofDays(10_000));
    letBack(leaf);
    router.pass(LONG);
    assertEquals(new RemovalRecord(leaf, number + 1, false), onDisk());
  }

  @Test
  void theHostItselfIsNotRemoved() {
    Removing removing = router.agent.removing();
    assertThrows(RemovalRefusedException.class, () -> removing.remove(router.key.publicKey()));
  }

  @Test
  void whoConfirmsIsToldOnceAndWhoDoesNotAgainAndAgain() {
    aliveAs(1);
    remove(host);
    router.pass(SOON);
    assertEquals(1, router.removals.size());
    router.pass(Duration.ofSeconds(10));
    assertTrue(router.removals.size() > 3, "" + router.removals.size());
    var told = (RemovalMessage.Told) router.removals.getLast();
    assertEquals(List.of(onDisk()), told.records());
    assertEquals(1, router.agent.removing().all().getFirst().awaited());
    router.hears(new RemovalMessage.Heard(told.id() + 1).inner());
    assertEquals(0, router.agent.removing().all().getFirst().told(), "that was no answer");
    router.hears(new RemovalMessage.Heard(told.id()).inner());
    assertEquals(1, router.agent.removing().all().getFirst().told());
    int before = router.removals.size();
    router.pass(Duration.ofMinutes(3));
    assertEquals(before, router.removals.size());
  }

  @Test
  void whoHasStartedAnewIsToldAtOnceBeforeAnythingElse() {
    aliveAs(1);
    remove(host);
    router.pass(SOON);
    router.hears(
        new RemovalMessage.Heard(((RemovalMessage.Told) router.removals.getLast()).id()).inner());
    router.pass(LONG);
    int before = router.log.size();
    int messages = router.removals.size();
    router.told.clear();
    aliveAs(2);
    assertEquals(messages + 1, router.removals.size());
    assertEquals(Set.of(), router.told, "nothing else was sent yet");
    router.pass(SOON);
    assertTrue(router.told.contains(leaf));
    assertTrue(router.log.size() > before);
  }

  @Test
  void anAgentThatDoesNotUnderstandIsToldNothing() {
    router.hears(Fact.alive(leaf, BootId.random(0xff, new Random(1))));
    remove(host);
    router.pass(LONG);
    assertEquals(List.of(), router.removals);
    assertEquals(1, router.agent.removing().all().getFirst().others());
  }
}
