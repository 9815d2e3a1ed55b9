package io.wirelink.gossip;

import static io.wirelink.gossip.GossipWorld.SECOND;
import static io.wirelink.gossip.GossipWorld.count;
import static io.wirelink.gossip.GossipWorld.fact;
import static io.wirelink.gossip.GossipWorld.facts;
import static io.wirelink.gossip.GossipWorld.key;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wirelink.device.PublicKey;
import io.wirelink.fact.Attribute;
import io.wirelink.fact.BootId;
import io.wirelink.fact.Fact;
import io.wirelink.fact.FactValue;
import io.wirelink.fact.MemberMetadata;
import io.wirelink.fact.Source;
import io.wirelink.fact.Standing;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GossipTest {

  private static final PublicKey PEER = key(1);
  private static final PublicKey OTHER = key(2);
  private static final PublicKey SUBJECT = key(3);

  private final GossipWorld world = new GossipWorld();

  private List<FactPacket> taken() {
    return world.taken();
  }

  @Test
  void nothingIsDueAsLongAsThereIsNobodyToTell() {
    world.say(SUBJECT, facts(SUBJECT, 3));
    assertEquals(Long.MAX_VALUE, world.gossip.deadlineNanos());
    world.level(PEER, SendLevel.NOTHING);
    world.pass(1000 * SECOND);
    assertEquals(List.of(), taken());
  }

  @Test
  void aPeerThatCanBeReachedHearsThatThisHostIsAliveEvery30Seconds() {
    world.level(PEER, SendLevel.ALIVE);
    world.pass(301 * SECOND);
    List<FactPacket> packets = taken();
    assertEquals(11, packets.size());
    assertEquals(11, count(packets, Attribute.ALIVE));
  }

  @Test
  void newsTravelTogetherWithinTheCoalescingWindow() {
    world.level(PEER, SendLevel.FACTS);
    world.pass(SECOND);
    taken();
    world.say(SUBJECT, facts(SUBJECT, 1));
    world.pass(Turns.COALESCE_NANOS / 2);
    assertEquals(List.of(), taken());
    world.say(SUBJECT, facts(SUBJECT, 5));
    world.pass(Turns.COALESCE_NANOS / 2);
    List<FactPacket> packets = taken();
    assertEquals(1, packets.size());
    assertEquals(5, count(packets, Attribute.ENDPOINT_V4));
  }

  @Test
  void theCoalescingWindowHoldsWhenAPeerThatStartedAnewSaysWhatItKnows() {
    world.level(PEER, SendLevel.FACTS);
    world.say(SUBJECT, facts(SUBJECT, 2));
    world.pass(SECOND);
    taken();
    world.restarted(PEER);
    world.hear(PEER, fact(SUBJECT, 0), 255);
    world.pass(Turns.COALESCE_NANOS / 2);
    assertEquals(List.of(), taken());
    world.hear(PEER, fact(SUBJECT, 1), 255);
    world.pass(Turns.COALESCE_NANOS);
    assertEquals(0, count(world.packets, Attribute.ENDPOINT_V4), "it knows both");
    assertEquals(1, count(taken(), Attribute.ALIVE));
  }

  @Test
  void aliveRidesAlongInAPacketThatHasRoom() {
    world.level(PEER, SendLevel.FACTS);
    world.pass(10 * SECOND);
    taken();
    world.say(SUBJECT, facts(SUBJECT, 1));
    world.pass(SECOND);
    List<FactPacket> packets = taken();
    assertEquals(1, count(packets, Attribute.ALIVE));
    assertEquals(Attribute.ALIVE, packets.getFirst().facts().getFirst().fact().attribute());
    world.pass(29 * SECOND);
    assertEquals(List.of(), taken(), "30 s count from the last time");
  }

  @Test
  void aPeerThatIsOnlyToldThatThisHostIsAliveHearsNoFacts() {
    world.level(PEER, SendLevel.ALIVE);
    world.say(SUBJECT, facts(SUBJECT, 3));
    world.pass(300 * SECOND);
    assertEquals(0, count(taken(), Attribute.ENDPOINT_V4));
    world.level(PEER, SendLevel.FACTS);
    world.pass(SECOND);
    assertEquals(3, count(taken(), Attribute.ENDPOINT_V4));
  }

  @Test
  void aPeerHearsNothingAboutItselfButItsMetadata() {
    world.level(PEER, SendLevel.FACTS);
    Set<Fact> said = facts(PEER, 2);
    said.add(Fact.member(PEER, MemberMetadata.EMPTY.with("name", false)));
    world.say(PEER, said);
    world.pass(600 * SECOND);
    List<FactPacket> packets = taken();
    assertEquals(0, count(packets, Attribute.ENDPOINT_V4));
    assertTrue(count(packets, Attribute.MEMBER_METADATA) > 1);
  }

  @Test
  void theDeprecatedMembershipIsNeverPassedOn() {
    world.level(PEER, SendLevel.FACTS);
    world.hear(OTHER, new Fact(SUBJECT, new FactValue.Member()), 255);
    world.pass(SECOND);
    assertEquals(0, count(taken(), Attribute.MEMBER));
  }

  @Test
  void whatAPeerSaidItselfIsNotToldToIt() {
    world.level(PEER, SendLevel.FACTS);
    world.level(OTHER, SendLevel.FACTS);
    world.hear(PEER, fact(SUBJECT, 1), 255);
    world.pass(SECOND);
    List<FactPacket> packets = taken();
    assertEquals(1, count(packets, Attribute.ENDPOINT_V4));
    assertTrue(
        packets.stream()
            .filter(packet -> packet.recipient().equals(PEER))
            .allMatch(packet -> packet.facts().size() == 1));
  }

  @Test
  void aFactIsToldAgainAfterHalfItsLife() {
    world.level(PEER, SendLevel.FACTS);
    world.say(SUBJECT, facts(SUBJECT, 1));
    world.pass(120 * SECOND);
    assertEquals(1, count(taken(), Attribute.ENDPOINT_V4));
    world.pass(10 * SECOND);
    assertEquals(1, count(taken(), Attribute.ENDPOINT_V4));
  }

  @Test
  void aFactThatNobodyRenewsIsNotToldAgain() {
    world.level(PEER, SendLevel.FACTS);
    world.hear(OTHER, fact(SUBJECT, 1), 255);
    world.pass(300 * SECOND);
    assertEquals(1, count(taken(), Attribute.ENDPOINT_V4));
  }

  @Test
  void aPeerThatStartedAnewIsToldEverythingAgain() {
    world.level(PEER, SendLevel.FACTS);
    world.say(SUBJECT, facts(SUBJECT, 4));
    world.pass(SECOND);
    taken();
    world.restarted(PEER);
    world.pass(Turns.COALESCE_NANOS);
    assertEquals(4, count(taken(), Attribute.ENDPOINT_V4));
  }

  @Test
  void whatThePeerKnewForLongBeforeItStartedAnewDoesNotDelayTellingItAgain() {
    world.level(PEER, SendLevel.FACTS);
    world.hear(PEER, fact(SUBJECT, 0), 1000);
    world.restarted(PEER);
    world.say(SUBJECT, facts(SUBJECT, 1));
    world.store.forget(SUBJECT);
    world.pass(SECOND);
    assertEquals(1, count(taken(), Attribute.ENDPOINT_V4));
    world.pass(130 * SECOND);
    assertEquals(1, count(taken(), Attribute.ENDPOINT_V4));
  }

  @Test
  void aFactThatTakesTheNumberOfAnotherIsToldAgainInTime() {
    world.level(PEER, SendLevel.FACTS);
    world.hear(PEER, fact(SUBJECT, 7), 1000);
    world.store.forget(SUBJECT);
    world.say(SUBJECT, facts(SUBJECT, 1));
    world.pass(SECOND);
    assertEquals(1, count(taken(), Attribute.ENDPOINT_V4));
    world.pass(130 * SECOND);
    assertEquals(1, count(taken(), Attribute.ENDPOINT_V4));
  }

  @Test
  void thisHostIsUrgedToSayThatItIsAliveToOnePeerNow() {
    world.level(PEER, SendLevel.ALIVE);
    world.level(OTHER, SendLevel.ALIVE);
    world.pass(SECOND);
    taken();
    world.gossip.urgeAlive(PEER, world.now);
    assertEquals(world.now, world.gossip.deadlineNanos());
    List<FactPacket> packets = world.gossip.flush(GossipWorld.BOOT_ID, subject -> true, world.now);
    assertEquals(List.of(PEER), packets.stream().map(FactPacket::recipient).toList());
  }

  @Test
  void aPeerThatIsForgottenHearsNothingMore() {
    world.level(PEER, SendLevel.FACTS);
    world.forget(PEER);
    world.pass(100 * SECOND);
    assertEquals(List.of(), taken());
  }

  @Test
  void whoUnderstandsItIsToldWhereThisHostSeesItAndNotWhatItSaysItself() {
    world.level(PEER, SendLevel.FACTS);
    world.level(OTHER, SendLevel.FACTS);
    world.gossip.setUnderstanding(PEER, new Understanding(true, false, false, false), world.now);
    world.store.offer(
        fact(PEER, 1), new Source.Peer(PEER), Standing.OWN, world.now + 255 * SECOND, world.now);
    world.store.assertLocal(PEER, facts(PEER, 1));
    world.store.assertLocal(OTHER, facts(OTHER, 1));
    world.store.takeChanges().forEach(change -> world.gossip.changed(change, world.now));
    List<FactPacket> packets =
        world.gossip.flush(new BootId(1, 2), subject -> true, world.now + SECOND);
    assertEquals(Set.of(fact(PEER, 0), fact(OTHER, 0)), endpointsToldTo(PEER, packets));
    assertEquals(Set.of(fact(PEER, 0), fact(PEER, 1)), endpointsToldTo(OTHER, packets));
  }

  @Test
  void whoIsToldNothingElseHearsWithAliveWhereItIsSeenWhenThatIsNew() {
    world.level(PEER, SendLevel.ALIVE);
    world.gossip.setUnderstanding(PEER, new Understanding(true, false, false, false), world.now);
    world.level(OTHER, SendLevel.ALIVE);
    saySeen(1);
    List<FactPacket> packets = flushedFor(300);
    assertEquals(Set.of(fact(PEER, 1)), endpointsToldTo(PEER, packets));
    assertEquals(Set.of(), endpointsToldTo(OTHER, packets), "it would not understand that");
    assertEquals(1, count(packets, Attribute.ENDPOINT_V4));
    assertEquals(packets.size(), count(packets, Attribute.ALIVE), "no packet for that alone");
    saySeen(2);
    assertEquals(Set.of(fact(PEER, 2)), endpointsToldTo(PEER, flushedFor(300)));
    assertEquals(1, count(flushedFor(900), Attribute.ENDPOINT_V4), "in case that was lost");
  }

  private void saySeen(int number) {
    world.store.assertLocal(PEER, Set.of(fact(PEER, number)));
    world.store.assertLocal(OTHER, Set.of(fact(OTHER, number)));
    world.store.takeChanges().forEach(change -> world.gossip.changed(change, world.now));
  }

  private List<FactPacket> flushedFor(int seconds) {
    List<FactPacket> packets = new ArrayList<>();
    for (int second = 0; second < seconds; second++) {
      world.now += SECOND;
      packets.addAll(world.gossip.flush(new BootId(1, 2), subject -> true, world.now));
    }
    return packets;
  }

  @Test
  void whatIsOnlyRememberedIsToldToNobodyUntilSomebodySaysIt() {
    world.level(PEER, SendLevel.FACTS);
    world.flush();
    world.store.remember(fact(SUBJECT, 1), world.now + 1_000_000 * SECOND);
    world.store.takeChanges().forEach(change -> world.gossip.changed(change, world.now));
    world.gossip.setLevel(OTHER, SendLevel.FACTS, world.now);
    world.gossip.knowsNothing(PEER, world.now);
    world.gossip.tellable(world.store.about(SUBJECT), world.now);
    long later = world.now + SECOND;
    List<FactPacket> packets = world.gossip.flush(new BootId(1, 2), subject -> true, later);
    assertEquals(2, packets.size(), "only that this host is alive");
    assertEquals(2, count(packets, Attribute.ALIVE));
    assertEquals(0, count(packets, Attribute.ENDPOINT_V4));
    long expires = later + 255 * SECOND;
    world.store.offer(fact(SUBJECT, 1), new Source.Peer(OTHER), Standing.TRUSTED, expires, later);
    world.store.takeChanges().forEach(change -> world.gossip.changed(change, later));
    packets = world.gossip.flush(new BootId(1, 2), subject -> true, later + SECOND);
    assertEquals(Set.of(fact(SUBJECT, 1)), endpointsToldTo(PEER, packets));
  }

  private static Set<Fact> endpointsToldTo(PublicKey peer, List<FactPacket> packets) {
    Set<Fact> told = new HashSet<>();
    for (FactPacket packet : packets) {
      if (packet.recipient().equals(peer)) {
        packet.facts().forEach(timed -> told.add(timed.fact()));
      }
    }
    told.removeIf(fact -> !fact.attribute().isEndpoint());
    return told;
  }
}
