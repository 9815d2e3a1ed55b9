package io.wirelink.agent;

import static io.wirelink.invitation.JoinMessage.Verdict.USED;
import static io.wirelink.invitation.JoinMessage.Verdict.WELCOME;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wirelink.device.Endpoint;
import io.wirelink.device.PrivateKey;
import io.wirelink.device.PublicKey;
import io.wirelink.fact.Fact;
import io.wirelink.fact.FactCodec;
import io.wirelink.fact.KeyRotation;
import io.wirelink.fact.MemberMetadata;
import io.wirelink.fact.RemovalRecord;
import io.wirelink.fact.TimedFact;
import io.wirelink.gossip.PathMessage;
import io.wirelink.gossip.RemovalMessage;
import io.wirelink.gossip.RotationMessage;
import io.wirelink.gossip.Sealer;
import io.wirelink.invitation.InvitationLine;
import io.wirelink.invitation.JoinMessage;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What whoever has a line, or had one, or has heard what was said by it, does not achieve. */
final class HostileNewcomerTest {

  private static final Duration SOON = Duration.ofMillis(300);
  private static final Duration LONG = Duration.ofSeconds(30);

  private final RouterWorld router = new RouterWorld("10.77.0.1/24");
  private final PublicKey host = FakeKeys.privateKey(7).publicKey();
  private final PublicKey other = FakeKeys.privateKey(8).publicKey();

  private static byte[] request(PublicKey key) {
    return new JoinMessage.Request(key).inner();
  }

  private static PublicKey half(InvitationLine line) {
    return line.oneTimeKey().publicKey();
  }

  private long rejected(RejectionRule rule) {
    return router
        .agent
        .view(new Time(0, router.wall), 0)
        .counters()
        .rejections()
        .getOrDefault(rule, 0L);
  }

  @Test
  void whoHasALineMayAskAndSayNothingElse() {
    InvitationLine line = router.invite("desk");
    Set<PublicKey> before = Set.copyOf(router.device.peers.keySet());
    var theft = new KeyRotation(router.leaf, host, 1);
    var ownRotation = new KeyRotation(half(line), host, 1);
    byte[] longer = Arrays.copyOf(request(host), request(host).length + 1);
    Fact member = Fact.member(host, MemberMetadata.EMPTY.with("router", true));
    List<byte[]> said =
        List.of(
            longer,
            new byte[0],
            new JoinMessage.Answer(host, WELCOME).inner(),
            FactCodec.encode(List.of(new TimedFact(member, 255))),
            new RemovalMessage.Told(1, List.of(new RemovalRecord(router.leaf, 1, true))).inner(),
            new RemovalMessage.Heard(1).inner(),
            new RotationMessage.Announced(1, ownRotation, new byte[147]).inner(),
            new RotationMessage.Announced(1, theft, new byte[147]).inner(),
            new RotationMessage.Now(host, 0).inner(),
            new RotationMessage.Told(1, List.of(theft)).inner(),
            new PathMessage.PassOn(router.leaf, new byte[40]).inner());
    for (byte[] each : said) {
      router.says(line, each);
      router.pass(Duration.ofSeconds(1));
    }
    router.pass(LONG);
    assertEquals(before, router.device.peers.keySet());
    assertEquals(List.of(), router.agent.removing().all());
    assertEquals(List.of(), router.agent.rotations().all());
    assertEquals(List.of(), router.answers);
    assertEquals(said.size(), rejected(RejectionRule.NOT_TRUSTED));
    router.asks(line, host);
    assertEquals(WELCOME, router.answers.getLast().verdict());
  }

  @Test
  void whoHasNotTheKeyOfTheLineGetsNoAnswer() {
    InvitationLine line = router.invite("desk");
    var foreign = (Event.PacketArrived) router.packet(FakeKeys.privateKey(8), request(host));
    router.step(new Event.PacketArrived(half(line).linkLocalAddress(), foreign.packet()));
    router.pass(SOON);
    assertEquals(List.of(), router.answers);
    assertEquals(1, rejected(RejectionRule.NOT_AUTHENTIC));
  }

  @Test
  void whatIsSealedForAnotherRouterIsNotOpened() throws Exception {
    InvitationLine line = router.invite("desk");
    byte[] packet = new Sealer(line.oneTimeKey(), new Random(1)).seal(other, request(host));
    router.step(new Event.PacketArrived(half(line).linkLocalAddress(), packet));
    router.pass(SOON);
    assertEquals(List.of(), router.answers);
    assertEquals(1, rejected(RejectionRule.NOT_AUTHENTIC));
  }

  @Test
  void ofTwoThatAskAtTheSameMomentOneIsLetIn() {
    InvitationLine line = router.invite("desk");
    router.diskFails = true;
    router.step(
        router.packet(line.oneTimeKey(), request(host)),
        router.packet(line.oneTimeKey(), request(other)));
    assertEquals(List.of(new JoinMessage.Answer(other, USED)), router.answers);
    router.diskFails = false;
    router.pass(LONG);
    assertEquals(WELCOME, router.answers.getLast().verdict());
    assertEquals(host, router.answers.getLast().key());
    assertEquals(Set.of(), router.allowedIps(other));
  }

  @Test
  void whatWasAskedBeforeLetsNobodyInAgain() {
    InvitationLine line = router.invite("desk");
    Event again = router.packet(line.oneTimeKey(), request(host));
    router.step(again);
    router.pass(SOON);
    assertTrue(router.device.peers.containsKey(host));
    router.step(again);
    router.pass(SOON);
    assertEquals(3, router.device.peers.size(), "it is answered alike");
    router.agent.joining().takeBack("desk");
    router.pass(LONG);
    int before = router.answers.size();
    router.step(again);
    router.pass(LONG);
    router.reboot();
    router.step(again);
    router.pass(LONG);
    assertEquals(Set.of(router.leaf), router.device.peers.keySet());
    assertEquals(before, router.answers.size());
  }

  @Test
  void whatWasAskedBeforeDoesNotBringBackWhoIsRemoved() throws RemovalRefusedException {
    InvitationLine line = router.invite("desk");
    Event again = router.packet(line.oneTimeKey(), request(host));
    router.step(again);
    router.pass(SOON);
    router.agent.removing().remove(host);
    router.pass(LONG);
    router.step(again);
    router.pass(LONG);
    assertEquals(Set.of(router.leaf), router.device.peers.keySet());
  }

  @Test
  void whatWasAskedInTimeIsNothingLater() {
    InvitationLine line = router.invite("desk");
    Event late = router.packet(line.oneTimeKey(), request(host));
    router.pass(Duration.ofMinutes(62));
    router.step(late);
    router.pass(LONG);
    assertEquals(List.of(), router.answers);
    assertEquals(Set.of(router.leaf), router.device.peers.keySet());
  }

  /** Who comes is a member like any other, and has no say about the mesh. */
  @Test
  void whoCameSaysNoMoreThanAMemberMay() {
    InvitationLine line = router.invite("desk");
    router.asks(line, host);
    router.device.peers.get(host).healthy = true;
    router.device.peers.get(host).endpoint = Endpoint.parse("203.0.113.7:51820");
    router.pass(LONG);
    PrivateKey own = FakeKeys.privateKey(7);
    Set<PublicKey> before = Set.copyOf(router.device.peers.keySet());
    for (PublicKey named : List.of(other, host, router.leaf)) {
      Fact fact = Fact.member(named, MemberMetadata.EMPTY.with("router", true));
      router.step(router.packet(own, FactCodec.encode(List.of(new TimedFact(fact, 255)))));
    }
    var removal = new RemovalRecord(router.leaf, Long.MAX_VALUE, true);
    router.step(router.packet(own, new RemovalMessage.Told(1, List.of(removal)).inner()));
    var theft = new KeyRotation(router.leaf, other, Long.MAX_VALUE);
    router.step(router.packet(own, new RotationMessage.Told(1, List.of(theft)).inner()));
    router.step(router.packet(own, request(other)));
    router.pass(LONG);
    assertEquals(before, router.device.peers.keySet());
    assertEquals(List.of(), router.agent.removing().all());
    assertEquals(List.of(), router.agent.rotations().all());
    Map<PublicKey, String> names = router.agent.view(new Time(0, router.wall), 0).names();
    assertEquals(Map.of(host, "desk"), names);
  }

  @Test
  void aRouterThatLosesPowerWhileItInvitesKnowsTheLineOrInvitesAnew() {
    boolean known = false;
    for (int actions = 0; !known; actions++) {
      RouterWorld failing = new RouterWorld("10.77.0.1/24");
      failing.untilPowerFails = actions;
      InvitationLine line = failing.invite("desk");
      failing.reboot();
      failing.asks(line, host);
      known = !failing.answers.isEmpty();
      if (!known) {
        assertEquals(Set.of(failing.leaf), failing.device.peers.keySet(), "after " + actions);
        line = failing.invite("desk");
        failing.asks(line, host);
      }
      assertEquals(WELCOME, failing.answers.getLast().verdict(), "after " + actions);
      assertTrue(failing.allowedIps(host).contains("10.77.0.2/32"), "after " + actions);
      assertTrue(actions < 10, "the invitation is never kept");
    }
  }
}
