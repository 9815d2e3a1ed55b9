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
import io.wirelink.gossip.PathMessage.Word;
import io.wirelink.gossip.Sealer;
import io.wirelink.path.PathBreak;
import io.wirelink.path.PathState;
import java.security.InvalidKeyException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a peer can make an agent do by what it says about paths. */
class PathExchangeTest {

  private final AgentWorld world = new AgentWorld(AgentConfig.DEFAULT);
  private final PublicKey router = world.key(2);
  private final PublicKey leaf = world.key(3);
  private final BootId leafBootId = BootId.random(15, new Random(3));
  private int order;

  @BeforeEach
  void start() {
    world.healthy(router, "198.51.100.1:51820", "10.0.0.0/24");
    world.healthy(leaf, "198.51.100.9:51820");
    world.step();
    world.says(router, 255, Fact.alive(router, BootId.random(15 | Outbox.ROUTER, new Random(2))));
    world.says(leaf, 255, Fact.alive(leaf, leafBootId));
    echoes(router);
    echoes(leaf);
    world.said.clear();
  }

  /** Answers all that the agent has asked of the peer. */
  private void echoes(PublicKey peer) {
    for (AgentWorld.Said each : List.copyOf(world.said)) {
      if (each.recipient().equals(peer)
          && each.message() instanceof PathMessage.Probe(long id, Word word, int length)) {
        says(peer, new PathMessage.Echo(id, new Word(++order, true, false), length));
      }
    }
  }

  private void says(PublicKey peer, PathMessage message) {
    world.step(world.packet(peer, message.inner()));
  }

  private PathState.Up up(PublicKey peer) {
    return (PathState.Up) world.agent.pathOf(peer);
  }

  private Word lastWord() {
    return world.said.stream()
        .filter(each -> each.recipient().equals(leaf))
        .filter(each -> each.message() instanceof PathMessage.Echo)
        .map(each -> ((PathMessage.Echo) each.message()).word())
        .toList()
        .getLast();
  }

  @Test
  void aPathThatTheDeviceIsNotChangedForIsNoGood() {
    says(leaf, new PathMessage.Probe(1, new Word(++order, true, false), 100));
    assertTrue(lastWord().good());
    world.refusing.add(leaf);
    world.says(router, 255, Fact.member(leaf, MemberMetadata.EMPTY));
    world.says(router, 255, Fact.allowedCidr(leaf, Cidr.parse("10.0.0.9/32")));
    world.pass(Duration.ofMillis(100));
    says(leaf, new PathMessage.Probe(2, new Word(++order, true, false), 100));
    assertFalse(lastWord().good());
    assertEquals(PathBreak.NOT_CONFIGURED, world.agent.pathOf(leaf).broken());
  }

  @Test
  void whoHasNoOtherWayGetsWhatIsSentByAPathThatIsKeptFromTraffic() {
    Cidr address = Cidr.parse("10.0.0.9/32");
    world.says(router, 255, Fact.member(leaf, MemberMetadata.EMPTY));
    world.says(router, 255, Fact.allowedCidr(leaf, address));
    world.pass(Duration.ofSeconds(6));
    assertTrue(world.routedTo(leaf).contains(address));
    says(leaf, new PathMessage.Probe(1, new Word(++order, false, false), 100));
    world.pass(Duration.ofMillis(100));
    assertFalse(world.routedTo(leaf).contains(address));
    says(leaf, new PathMessage.Probe(2, new Word(++order, false, false, true), 100));
    world.pass(Duration.ofMillis(100));
    assertTrue(world.routedTo(leaf).contains(address));
    says(leaf, new PathMessage.Probe(3, new Word(++order, false, false, false), 100));
    world.pass(Duration.ofMillis(100));
    assertFalse(world.routedTo(leaf).contains(address));
  }

  @Test
  void aProbeIsAnsweredByAnEchoOfTheSameLength() {
    says(leaf, new PathMessage.Probe(77, new Word(++order, true, false), 1_000));
    PathMessage.Echo echo = (PathMessage.Echo) world.said.getLast().message();
    assertEquals(77, echo.id());
    assertEquals(1_000, echo.length());
  }

  @Test
  void aFloodOfProbesIsAnsweredWithinAnAllowanceAndNeverWithMoreBytes() {
    long got = 0;
    for (int i = 0; i < 1_000; i++) {
      PathMessage probe = new PathMessage.Probe(i, new Word(++order, true, false), 500);
      Event.PacketArrived packet = (Event.PacketArrived) world.packet(leaf, probe.inner());
      got += packet.packet().length;
      world.step(packet);
    }
    long sent = world.said.stream().mapToLong(each -> each.packet().length).sum();
    assertTrue(world.said.size() <= 16, world.said.size() + " echoes");
    assertTrue(sent <= got);
  }

  @Test
  void aPacketThatIsThrownBackIsNoWordOfThePeer() {
    says(leaf, new PathMessage.Probe(77, new Word(++order, true, false), 100));
    byte[] own = world.said.getLast().packet();
    world.said.clear();
    world.step(new Event.PacketArrived(leaf.linkLocalAddress(), own));
    assertEquals(List.of(), world.said);
    assertEquals(
        1L,
        world.agent.view(world.time(), 0).counters().rejections().get(RejectionRule.NOT_AUTHENTIC));
  }

  @Test
  void echoesThatNobodyAskedForChangeNothing() {
    PathState before = world.agent.pathOf(leaf);
    for (int i = 0; i < 100; i++) {
      says(leaf, new PathMessage.Echo(i, new Word(++order, true, false), 100));
    }
    assertEquals(before, world.agent.pathOf(leaf));
    assertEquals(List.of(), world.said);
  }

  @Test
  void aLeafPassesNothingOn() throws InvalidKeyException {
    says(leaf, new PathMessage.PassOn(router, sealedBy(3, router, report(false))));
    assertEquals(List.of(), world.said);
  }

  @Test
  void aReportThatARouterBringsIsHeardAndAReplayIsNot() throws InvalidKeyException {
    up(leaf);
    byte[] packet = sealedBy(3, world.self, report(false));
    says(router, new PathMessage.PassedOn(packet));
    assertEquals(PathBreak.GIVEN_UP_BY_PEER, world.agent.pathOf(leaf).broken());
    world.pass(Duration.ofSeconds(3));
    for (int i = 0; i < 5; i++) {
      echoes(leaf);
      world.pass(Duration.ofMillis(400));
    }
    up(leaf);
    says(router, new PathMessage.PassedOn(packet));
    up(leaf);
  }

  @Test
  void aReportOfAnotherLifeIsNotHeard() throws InvalidKeyException {
    BootId other = BootId.random(15, new Random(99));
    PathMessage report = new PathMessage.Report(other, new Word(++order, false, false));
    says(router, new PathMessage.PassedOn(sealedBy(3, world.self, report)));
    up(leaf);
  }

  @Test
  void aRouterCannotReportForAnother() throws InvalidKeyException {
    PathMessage report = new PathMessage.Report(leafBootId, new Word(++order, false, false));
    says(router, new PathMessage.PassedOn(sealedBy(2, world.self, report)));
    says(router, new PathMessage.PassedOn(sealedBy(3, router, report)));
    says(router, new PathMessage.PassedOn(new byte[100]));
    says(router, new PathMessage.PassedOn(new byte[0]));
    up(leaf);
  }

  @Test
  void whoAsksToLookTakesNoPathAway() {
    for (int i = 0; i < 100; i++) {
      says(leaf, new PathMessage.LookAt(router));
      echoes(router);
    }
    assertTrue(world.agent.pathOf(router).carries());
    assertTrue(world.said.size() <= 4, world.said.size() + " packets");
    assertEquals(Set.of(Cidr.parse("10.0.0.0/24")), world.routedTo(router));
  }

  private PathMessage report(boolean good) {
    return new PathMessage.Report(leafBootId, new Word(++order, good, false));
  }

  private static byte[] sealedBy(int sender, PublicKey recipient, PathMessage message)
      throws InvalidKeyException {
    return new Sealer(FakeKeys.privateKey(sender), new Random(7)).seal(recipient, message.inner());
  }
}
