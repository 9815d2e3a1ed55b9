package io.wirelink.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wirelink.device.Cidr;
import io.wirelink.device.PublicKey;
import io.wirelink.fact.BootId;
import io.wirelink.fact.Fact;
import io.wirelink.fact.MemberMetadata;
import io.wirelink.gossip.PathMessage;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Members that are reached by one of several routers only. */
class DetoursTest {

  private static final int ROUTER = PathMessage.PASSING | Outbox.ROUTER;
  private static final Cidr ADDRESS = Cidr.parse("10.0.0.9/32");

  private final AgentWorld world = new AgentWorld(AgentConfig.DEFAULT);
  private final PublicKey router = world.key(2);
  private final PublicKey other = world.key(3);
  private final PublicKey member = world.key(4);
  private int order;
  private boolean needs;

  private void speaks(int capabilities, PublicKey... keys) {
    for (PublicKey key : keys) {
      world.says(key, 255, Fact.alive(key, BootId.random(capabilities, new Random(5))));
    }
  }

  private void twoRouters() {
    world.healthy(router, "198.51.100.1:51820", "10.0.0.0/24");
    world.healthy(other, "198.51.100.2:51820", "10.1.0.0/24");
    world.inDevice(member);
    world.step();
    speaks(ROUTER, router, other);
    world.says(router, 255, Fact.member(other, MemberMetadata.EMPTY));
    world.says(other, 255, Fact.member(router, MemberMetadata.EMPTY));
    world.says(router, 255, Fact.allowedCidr(member, ADDRESS));
    world.says(other, 255, Fact.allowedCidr(other, Cidr.parse("10.0.0.0/24")));
    world.said.clear();
  }

  private void leavesAndAPlainAgent() {
    world.healthy(world.key(5), "198.51.100.5:51820", "10.0.0.5/32");
    world.healthy(router, "198.51.100.1:51820", "10.0.0.2/32");
    world.healthy(other, "198.51.100.2:51820", "10.0.0.3/32");
    world.step();
    speaks(PathMessage.PASSING, router, other);
    world.alive(world.key(5));
    world.said.clear();
  }

  private void says(PublicKey from, boolean begins, PublicKey... members) {
    world.step(world.packet(from, new PathMessage.Reaches(begins, List.of(members)).inner()));
  }

  private boolean isRoutedTo(PublicKey key) {
    return world.routedTo(key).contains(ADDRESS);
  }

  @Test
  void aMemberThatOneRouterReachesOnlyIsRoutedThereUntilItSaysOtherwise() {
    twoRouters();
    says(other, true, member);
    assertTrue(isRoutedTo(other));
    says(other, false, member);
    assertFalse(isRoutedTo(other));
  }

  @Test
  void aWordThatIsNotRepeatedRunsOut() {
    twoRouters();
    world.talks(other);
    says(other, true, member);
    world.pass(Duration.ofSeconds(60));
    assertTrue(isRoutedTo(other));
    world.pass(Duration.ofSeconds(20));
    assertFalse(isRoutedTo(other));
  }

  @Test
  void theLastOfTwoRoutersIsBelievedUntilItTakesThatBack() {
    twoRouters();
    says(other, true, member);
    says(router, true, member);
    assertFalse(isRoutedTo(other));
    says(router, false, member);
    assertTrue(isRoutedTo(other));
  }

  @Test
  void aRouterThatDoesNotAnswerKeepsNoMember() {
    twoRouters();
    world.pass(Duration.ofSeconds(1));
    says(other, true, member);
    assertTrue(isRoutedTo(other));
    world.lost(other);
    world.pass(Duration.ofSeconds(6));
    assertFalse(isRoutedTo(other));
  }

  @Test
  void whoeverNeedsTheDirectPathIsNotRoutedAnotherWay() {
    twoRouters();
    world.healthy(member, "198.51.100.9:51820");
    world.step();
    world.says(router, 255, Fact.member(member, MemberMetadata.EMPTY));
    world.says(member, 255, Fact.alive(member, BootId.random(15, new Random(4))));
    echoes(true);
    probes(new PathMessage.Word(++order, false, false));
    echoes(false);
    says(other, true, member);
    assertTrue(isRoutedTo(other));
    world.changes.clear();
    needs = true;
    probes(new PathMessage.Word(++order, false, false, true));
    echoes(false);
    assertTrue(isRoutedTo(member));
    assertTrue(world.changes.size() <= 2, world.changes.size() + " changes");
  }

  private void probes(PathMessage.Word word) {
    world.step(world.packet(member, new PathMessage.Probe(word.order(), word, 100).inner()));
  }

  /** The member answers what it is asked for a while. */
  private void echoes(boolean good) {
    for (int i = 0; i < 25; i++) {
      world.pass(Duration.ofMillis(20));
      List<AgentWorld.Said> asked = List.copyOf(world.said);
      world.said.clear();
      for (AgentWorld.Said each : asked) {
        if (each.recipient().equals(member)
            && each.message() instanceof PathMessage.Probe(long id, var ours, int length)) {
          PathMessage.Word word = new PathMessage.Word(++order, good, false, needs);
          world.step(world.packet(member, new PathMessage.Echo(id, word, length).inner()));
        }
      }
    }
  }

  @Test
  void whoDoesNotLeadToTheMemberIsNotBelieved() {
    twoRouters();
    PublicKey third = world.key(5);
    world.healthy(third, "198.51.100.5:51820", "10.2.0.0/24");
    world.step();
    speaks(ROUTER, third);
    says(third, true, member);
    assertFalse(isRoutedTo(third));
  }

  @Test
  void noMoreMembersAreMindedThanARouterMayName() {
    twoRouters();
    for (int i = 0; i < Detours.MAX_MEMBERS; i++) {
      says(other, true, new PublicKey(i, 2, 3, 4));
    }
    says(other, true, member);
    assertFalse(isRoutedTo(other));
  }

  @Test
  void theRouterThatIsLeftIsToldOnceASecondUntilItHasHeardIt() {
    twoRouters();
    world.lost(router);
    world.pass(Duration.ofSeconds(9));
    long told = detoursTo(other);
    assertTrue(told >= 5 && told <= 10, told + " times");
    world.step(world.packet(other, new PathMessage.Detour(true).inner()));
    world.pass(Duration.ofSeconds(15));
    assertEquals(told, detoursTo(other));
  }

  @Test
  void whoHasHeardWhereAMemberIsReachedIsNotToldAgain() {
    leavesAndAPlainAgent();
    world.step(world.packet(router, new PathMessage.Detour(true).inner()));
    says(other, true, router);
    assertEquals(1, reachesIn(Duration.ofSeconds(24)));
    world.step(world.packet(router, new PathMessage.Detour(true).inner()));
    assertEquals(1, reachesIn(Duration.ofSeconds(3)));
  }

  @Test
  void whoHasNotHeardThatADetourIsOverIsToldUntilItMustHaveForgotten() {
    leavesAndAPlainAgent();
    world.step(world.packet(router, new PathMessage.Detour(true).inner()));
    says(other, true, router);
    world.step(world.packet(router, new PathMessage.Detour(false).inner()));
    for (int i = 0; i < 16; i++) {
      world.said.clear();
      assertTrue(reachesIn(Duration.ofSeconds(4)) > 0, "after " + 4 * i + " s");
    }
    world.pass(Duration.ofSeconds(6));
    world.said.clear();
    assertEquals(0, reachesIn(Duration.ofMinutes(2)));
  }

  @Test
  void aLeafSaysThatItHasHeardOfADetour() {
    twoRouters();
    says(other, true, member);
    assertEquals(1, reachesTo(other).size());
  }

  private int reachesIn(Duration duration) {
    for (int i = 0; i < duration.toSeconds(); i++) {
      world.pass(Duration.ofSeconds(1));
      world.talks(other);
    }
    return reachesTo(other).size();
  }

  @Test
  void aRouterSendsTheSameBack() {
    leavesAndAPlainAgent();
    for (int i = 0; i < 100; i++) {
      world.step(world.packet(router, new PathMessage.Detour(true).inner()));
    }
    long answers = detoursTo(router);
    assertTrue(answers > 0 && answers <= 20, answers + " answers");
  }

  private long detoursTo(PublicKey key) {
    return world.said.stream()
        .filter(each -> each.recipient().equals(key))
        .filter(each -> each.message() instanceof PathMessage.Detour)
        .count();
  }

  @Test
  void aRouterTellsOthersOfAMemberThatGoesByIt() {
    leavesAndAPlainAgent();
    world.step(world.packet(router, new PathMessage.Detour(true).inner()));
    assertEquals(List.of(new PathMessage.Reaches(true, List.of(router))), reachesTo(other));
    assertEquals(List.of(), reachesTo(router));
    world.said.clear();
    world.step(world.packet(router, new PathMessage.Detour(false).inner()));
    assertEquals(List.of(new PathMessage.Reaches(false, List.of(router))), reachesTo(other));
  }

  @Test
  void whoGoesByTheRouterAsWellIsToldWhenItDoesSoNoMore() {
    leavesAndAPlainAgent();
    world.step(world.packet(other, new PathMessage.Detour(true).inner()));
    world.step(world.packet(router, new PathMessage.Detour(true).inner()));
    assertEquals(List.of(), reachesTo(other));
    world.step(world.packet(other, new PathMessage.Detour(false).inner()));
    assertEquals(new PathMessage.Reaches(true, List.of(router)), reachesTo(other).getFirst());
  }

  @Test
  void aMemberThatComesAndGoesMakesNoFlood() {
    leavesAndAPlainAgent();
    for (int i = 0; i < 1_000; i++) {
      world.step(world.packet(router, new PathMessage.Detour(i % 2 == 0).inner()));
    }
    assertTrue(reachesTo(other).size() <= 2 * Timing.DETOURS_AT_ONCE, world.said.toString());
  }

  @Test
  void aMemberThatComesAndGoesForLongIsTellingOthersLittle() {
    leavesAndAPlainAgent();
    // Two minutes: six more beginnings than at once, and as many ends.
    int most = 2 * (Timing.DETOUR_BEGINS + 6);
    int heard = comesAndGoes(true);
    assertTrue(heard <= most && heard >= most - 2, heard + " messages");
    world.pass(Duration.ofMinutes(10));
    world.said.clear();
    int unheard = comesAndGoes(false);
    assertTrue(unheard <= Timing.DETOUR_TELLINGS * most + 120 / 4, unheard + " messages");
  }

  private int comesAndGoes(boolean heard) {
    for (int i = 0; i < 40; i++) {
      world.step(world.packet(router, new PathMessage.Detour(i % 2 == 0).inner()));
      if (heard) {
        says(other, i % 2 == 0, router);
      }
      world.pass(Duration.ofSeconds(3));
    }
    return reachesTo(other).size();
  }

  private List<PathMessage> reachesTo(PublicKey recipient) {
    return world.said.stream()
        .filter(each -> each.recipient().equals(recipient))
        .map(AgentWorld.Said::message)
        .filter(PathMessage.Reaches.class::isInstance)
        .toList();
  }
}
