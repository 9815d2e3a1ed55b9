package io.wirelink.gossip;

import static io.wirelink.gossip.GossipWorld.SECOND;
import static io.wirelink.gossip.GossipWorld.count;
import static io.wirelink.gossip.GossipWorld.fact;
import static io.wirelink.gossip.GossipWorld.facts;
import static io.wirelink.gossip.GossipWorld.key;
import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wirelink.device.PublicKey;
import io.wirelink.fact.Attribute;
import io.wirelink.fact.Fact;
import io.wirelink.fact.FactStore;
import io.wirelink.fact.MalformedFactException;
import io.wirelink.fact.MemberMetadata;
import io.wirelink.fact.Source;
import io.wirelink.fact.Standing;
import io.wirelink.fact.StoredFact;
import io.wirelink.fact.TimedFact;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Much news, many peers, long times. */
class GossipScaleTest {

  private static final PublicKey PEER = key(1);
  private static final PublicKey OTHER = key(2);
  private static final PublicKey SUBJECT = key(3);

  private final GossipWorld world = new GossipWorld();

  @Test
  void muchNewsIsPacedSoThatNoneIsLost() {
    world.level(PEER, SendLevel.FACTS);
    world.say(SUBJECT, facts(SUBJECT, 1500));
    world.now += Turns.COALESCE_NANOS;
    long told = 0;
    for (int round = 0; told < 1500; round++) {
      assertTrue(round < 20);
      List<FactPacket> packets =
          world.gossip.flush(GossipWorld.BOOT_ID, subject -> true, world.now);
      assertTrue(packets.size() <= FactPacketBuilder.MAX_PACKETS);
      told += count(packets, Attribute.ENDPOINT_V4);
      assertTrue(told == 1500 || world.gossip.deadlineNanos() == world.now + Turns.PACE_NANOS);
      world.now += Turns.PACE_NANOS;
    }
    assertEquals(1500, told);
  }

  @Test
  void whoeverEndsSaysSoToAllAtOnce() {
    List<PublicKey> peers = IntStream.range(1000, 1500).mapToObj(GossipWorld::key).toList();
    peers.forEach(peer -> world.gossip.setLevel(peer, SendLevel.ALIVE, world.now));
    assertEquals(peers.size(), now(world.gossip, world.now + SECOND, new AtomicInteger()));
    long end = world.now + SECOND;
    world.gossip.urgeLast(end);
    List<FactPacket> packets = world.gossip.flush(GossipWorld.BOOT_ID, subject -> true, end);
    assertEquals(Set.copyOf(peers), packets.stream().map(FactPacket::recipient).collect(toSet()));
  }

  @Test
  void workIsInProportionToWhatIsDue() {
    int recipients = 1000;
    int facts = 5000;
    AtomicInteger asked = new AtomicInteger();
    FactStore store = world.store;
    Gossip gossip = world.gossip;
    long now = world.now;
    for (int i = 0; i < recipients; i++) {
      gossip.setLevel(key(1000 + i), SendLevel.FACTS, now);
    }
    assertEquals(recipients, now(gossip, now + 2 * SECOND, asked), "all hear that this host lives");
    Source.Peer source = new Source.Peer(OTHER);
    long expires = now + 255 * SECOND;
    for (int i = 0; i < facts; i++) {
      store.offer(fact(key(5000 + i / 5), i), source, Standing.TRUSTED, expires, now);
    }
    for (StoredFact stored : List.copyOf(store.all())) {
      for (int i = 0; i < recipients; i++) {
        gossip.heard(key(1000 + i), stored, expires, now);
      }
    }
    store.takeChanges().forEach(change -> gossip.changed(change, now));
    now(gossip, now + 3 * SECOND, asked);
    assertEquals(0, asked.getAndSet(0), "everybody knows everything");

    long later = now + 3 * SECOND;
    store.offer(fact(key(5000), 0), source, Standing.TRUSTED, later + 256 * SECOND, later);
    store.takeChanges().forEach(change -> gossip.changed(change, later));
    assertEquals(0, now(gossip, later + SECOND, asked), "nobody will forget it soon");
    assertEquals(0, asked.getAndSet(0));

    store.offer(fact(key(9000), 0), source, Standing.TRUSTED, later + 256 * SECOND, later);
    store.takeChanges().forEach(change -> gossip.changed(change, later));
    assertEquals(recipients, now(gossip, later + 3 * SECOND, asked), "one packet for each");
    assertTrue(asked.get() <= 2 * recipients, asked + " facts looked at for one that is due");
    assertFalse(gossip.deadlineNanos() <= later + 3 * SECOND);
  }

  @Test
  void whatIsRenewedInTimeConcernsNobody() {
    IntStream.range(1000, 1020).forEach(i -> world.level(key(i), SendLevel.FACTS));
    world.level(OTHER, SendLevel.FACTS);
    world.hear(OTHER, fact(SUBJECT, 0), 255);
    world.pass(SECOND);
    long looks = world.gossip.looks();
    assertEquals(21, looks, "at each as soon as it is new");
    for (int round = 0; round < 10; round++) {
      world.pass(110 * SECOND);
      world.hear(OTHER, fact(SUBJECT, 0), 255);
    }
    assertEquals(looks, world.gossip.looks(), "each looks by itself when it is about to forget");
  }

  @Test
  void whatIsRenewedLateIsToldAtOnce() {
    world.level(PEER, SendLevel.FACTS);
    world.hear(OTHER, fact(SUBJECT, 0), 255);
    for (int round = 0; round < 5; round++) {
      world.pass(200 * SECOND);
      world.taken();
      world.hear(OTHER, fact(SUBJECT, 0), 255);
      world.pass(2 * Turns.COALESCE_NANOS);
      assertEquals(1, count(world.taken(), Attribute.ENDPOINT_V4));
    }
  }

  @Test
  void aLongPauseLeavesNothingBehind() {
    world.level(PEER, SendLevel.FACTS);
    world.say(SUBJECT, facts(SUBJECT, 50));
    world.pass(SECOND);
    world.taken();
    world.now += 100_000 * SECOND;
    world.flush();
    assertEquals(50, count(world.taken(), Attribute.ENDPOINT_V4));
    world.pass(140 * SECOND);
    assertEquals(50, count(world.taken(), Attribute.ENDPOINT_V4));
  }

  @Test
  void whoUnderstandsCompactPacketsIsToldInAThirdOfThem() throws MalformedFactException {
    List<FactPacket> plain = toldAboutMany(false);
    List<FactPacket> compact = toldAboutMany(true);
    assertTrue(compact.size() * 3 <= plain.size(), compact.size() + " instead of " + plain.size());
    Set<TimedFact> told = new HashSet<>();
    for (FactPacket packet : compact) {
      byte[] inner = packet.encoded(GossipWorld.SELF);
      assertTrue(inner.length <= Sealer.MAX_INNER);
      told.addAll(Contents.in(GossipWorld.SELF, inner).facts());
    }
    assertEquals(plain.stream().flatMap(packet -> packet.facts().stream()).collect(toSet()), told);
  }

  private static List<FactPacket> toldAboutMany(boolean compact) {
    GossipWorld world = new GossipWorld();
    world.level(PEER, SendLevel.FACTS);
    world.gossip.setUnderstanding(PEER, new Understanding(false, compact, false, false), world.now);
    IntStream.range(1000, 1012)
        .mapToObj(GossipWorld::key)
        .forEach(each -> world.say(each, facts(each, 7)));
    world.pass(SECOND);
    return world.taken();
  }

  @Test
  void aFactThatFitsInNoPacketIsNotSentAndHoldsUpNothing() {
    world.level(PEER, SendLevel.FACTS);
    String name = "x".repeat(Sealer.MAX_INNER);
    Set<Fact> said = facts(SUBJECT, 2);
    said.add(Fact.member(SUBJECT, MemberMetadata.EMPTY.with(name, false)));
    world.gossip.setLevel(PEER, SendLevel.FACTS, world.now);
    world.store.assertLocal(SUBJECT, said);
    world.store.takeChanges().forEach(change -> world.gossip.changed(change, world.now));
    List<FactPacket> packets =
        world.gossip.flush(GossipWorld.BOOT_ID, subject -> true, world.now + Turns.COALESCE_NANOS);
    assertEquals(2, count(packets, Attribute.ENDPOINT_V4));
    assertEquals(0, count(packets, Attribute.MEMBER_METADATA));
  }

  /** Lets all have their turns until then, and says how many packets they had. */
  private static int now(Gossip gossip, long untilNanos, AtomicInteger asked) {
    int packets = 0;
    for (long now = gossip.deadlineNanos(); now <= untilNanos; now = gossip.deadlineNanos()) {
      packets +=
          gossip
              .flush(
                  GossipWorld.BOOT_ID,
                  subject -> {
                    asked.incrementAndGet();
                    return true;
                  },
                  now)
              .size();
    }
    return packets;
  }
}
