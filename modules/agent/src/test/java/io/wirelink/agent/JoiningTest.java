package io.wirelink.agent;

import static io.wirelink.invitation.JoinMessage.Verdict.UNUSABLE_KEY;
import static io.wirelink.invitation.JoinMessage.Verdict.USED;
import static io.wirelink.invitation.JoinMessage.Verdict.WELCOME;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wirelink.device.Cidr;
import io.wirelink.device.Endpoint;
import io.wirelink.device.PublicKey;
import io.wirelink.fact.Fact;
import io.wirelink.fact.FactCodec;
import io.wirelink.fact.FactValue;
import io.wirelink.fact.MemberMetadata;
import io.wirelink.fact.TimedFact;
import io.wirelink.invitation.InvitationLine;
import io.wirelink.invitation.JoinMessage;
import io.wirelink.invitation.RouterEndpoint;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class JoiningTest {

  private static final Duration LONG = Duration.ofSeconds(30);

  private final RouterWorld router = new RouterWorld("10.77.0.1/24", "fd77::1/64");
  private final PublicKey host = FakeKeys.privateKey(7).publicKey();
  private final PublicKey other = FakeKeys.privateKey(8).publicKey();

  private static String linkLocal(PublicKey key) {
    return key.linkLocalAddress() + "/128";
  }

  private Set<String> member() {
    return Set.of("10.77.0.2/32", "fd77::2/128", linkLocal(host));
  }

  private JoinMessage.Answer answer() {
    return router.answers.getLast();
  }

  @Test
  void aLineSaysAllThatANewcomerNeeds() {
    InvitationLine line = router.invite("desk");
    assertEquals(router.key.publicKey(), line.router());
    assertEquals(List.of(Cidr.parse("10.77.0.2/24"), Cidr.parse("fd77::2/64")), line.addresses());
    assertEquals(List.of(new RouterEndpoint("198.51.100.1", 51820)), line.endpoints());
    assertEquals(51821, line.port());
    assertEquals(Set.of(linkLocal(half(line))), router.allowedIps(half(line)));
  }

  /** What the router believes, and tells. */
  private List<Fact> facts() {
    return router.agent.view(new Time(0, router.wall), 0).facts().stream()
        .map(AgentView.KnownFact::fact)
        .toList();
  }

  private static PublicKey half(InvitationLine line) {
    return line.oneTimeKey().publicKey();
  }

  @Test
  void whoComesIsPutInThePlaceOfTheOneTimeKeyAndToldToOthersWithItsName() {
    InvitationLine line = router.invite("desk");
    router.asks(line, host);
    assertEquals(
        new JoinMessage.Answer(
            host,
            WELCOME,
            line.addresses(),
            List.of(Cidr.parse("10.77.0.0/24"), Cidr.parse("fd77::/64"))),
        answer());
    assertEquals(member(), router.allowedIps(host));
    router.device.peers.get(host).healthy = true;
    router.pass(LONG);
    assertEquals(Set.of(), router.allowedIps(half(line)));
    List<Fact> facts = facts();
    assertTrue(facts.contains(Fact.member(host, MemberMetadata.EMPTY.with("desk", false))));
    assertTrue(facts.contains(Fact.allowedCidr(host, Cidr.parse("10.77.0.2/32"))));
  }

  @Test
  void aOneTimeKeyIsToldNothingAndNobodyIsToldOfIt() {
    InvitationLine line = router.invite("desk");
    router.says(line, new byte[0]);
    router.pass(Duration.ofMinutes(5));
    assertFalse(router.told.contains(half(line)));
    assertTrue(router.told.contains(router.leaf), "it is told that the router is alive");
    assertTrue(facts().stream().noneMatch(each -> each.subject().equals(half(line))));
  }

  @Test
  void nothingIsBelievedOfWhoeverHasALine() {
    InvitationLine line = router.invite("desk");
    Fact lie = Fact.endpoint(router.leaf, Endpoint.parse("203.0.113.66:666"));
    Fact network = Fact.allowedCidr(half(line), Cidr.parse("0.0.0.0/0"));
    byte[] inner = FactCodec.encode(List.of(new TimedFact(lie, 255), new TimedFact(network, 255)));
    router.says(line, inner);
    router.pass(LONG);
    AgentView view = router.agent.view(new Time(0, router.wall), 0);
    assertFalse(
        view.facts().stream()
            .anyMatch(
                each ->
                    each.fact().equals(lie)
                        || each.fact().subject().equals(half(line))
                        || (each.fact().value() instanceof FactValue.AllowedCidr(Cidr cidr)
                            && cidr.prefixLength() == 0)));
    assertEquals(1, view.counters().rejections().get(RejectionRule.NOT_TRUSTED));
    assertTrue(view.peers().stream().noneMatch(each -> each.key().equals(half(line))));
  }

  @Test
  void ofTwoHostsWithOneLineTheSecondIsToldThatItIsUsed() {
    InvitationLine line = router.invite("desk");
    router.asks(line, host);
    router.asks(line, other);
    assertEquals(new JoinMessage.Answer(other, USED), answer());
    router.asks(line, host);
    assertEquals(WELCOME, answer().verdict());
    assertEquals(Set.of(), router.allowedIps(other));
    assertEquals(new InvitationCounts(0, 1, 0, 1), counts());
  }

  private InvitationCounts counts() {
    return router.agent.view(new Time(0, router.wall), 0).invitations();
  }

  @Test
  void nobodyIsLetInWithAKeyThatIsKnownOrNone() {
    InvitationLine line = router.invite("desk");
    for (PublicKey key :
        List.of(
            router.leaf,
            router.key.publicKey(),
            half(line),
            new PublicKey(0, 0, 0, 0),
            new PublicKey(
                router.leaf.first(),
                router.leaf.second(),
                router.leaf.third(),
                router.leaf.fourth() | 0x80))) {
      router.asks(line, key);
      assertEquals(new JoinMessage.Answer(key, UNUSABLE_KEY), answer());
    }
    assertEquals(Set.of("10.77.0.11/32", linkLocal(router.leaf)), router.allowedIps(router.leaf));
    router.asks(line, host);
    assertEquals(WELCOME, answer().verdict());
  }

  @Test
  void anInvitationExpiresAndTakesItsPeerWithIt() {
    InvitationLine line = router.invite("desk");
    router.pass(Duration.ofMinutes(59));
    assertEquals(Set.of(linkLocal(half(line))), router.allowedIps(half(line)));
    assertEquals(new InvitationCounts(1, 0, 0, 0), counts());
    router.pass(Duration.ofMinutes(2));
    assertEquals(new InvitationCounts(0, 0, 1, 0), counts());
    assertEquals(Set.of(), router.allowedIps(half(line)));
    assertEquals(List.of(), router.agent.joining().all());
    assertEquals(List.of(), router.disk);
  }

  @Test
  void whatIsTakenBackLetsNobodyInAndWhoCameOut() {
    InvitationLine unused = router.invite("unused");
    InvitationLine line = router.invite("desk");
    router.asks(line, host);
    router.agent.joining().takeBack("unused");
    router.agent.joining().takeBack("desk");
    router.pass(LONG);
    assertEquals(Set.of(router.leaf), router.device.peers.keySet());
    assertEquals(List.of(), router.disk);
    router.asks(unused, host);
    assertEquals(1, router.answers.size());
    router.reboot();
    assertEquals(Set.of(router.leaf), router.device.peers.keySet());
  }

  @Test
  void nobodyIsLetInBeforeThatIsKept() {
    InvitationLine line = router.invite("desk");
    router.diskFails = true;
    router.asks(line, host);
    assertEquals(List.of(), router.answers);
    assertEquals(Set.of(), router.allowedIps(host));
    router.diskFails = false;
    router.pass(LONG);
    assertEquals(WELCOME, answer().verdict());
    assertEquals(member(), router.allowedIps(host));
  }

  /** Whatever the router was about to do when its power failed, asking again is all it takes. */
  @Test
  void aRouterThatLosesPowerAnywhereLetsTheSameHostInAfterwards() {
    for (int actions = 0; actions < 12; actions++) {
      RouterWorld failing = new RouterWorld("10.77.0.1/24");
      InvitationLine line = failing.invite("desk");
      failing.untilPowerFails = actions;
      failing.asks(line, host);
      failing.reboot();
      failing.asks(line, host);
      String after = "after " + actions + " actions";
      assertEquals(WELCOME, failing.answers.getLast().verdict(), after);
      assertEquals(Set.of("10.77.0.2/32", linkLocal(host)), failing.allowedIps(host), after);
      failing.asks(line, other);
      assertEquals(USED, failing.answers.getLast().verdict(), after);
    }
  }

  @Test
  void whoJoinedIsThereAgainAfterARebootAndNotBesideItsOneTimeKeyForLong() {
    InvitationLine line = router.invite("desk");
    router.asks(line, host);
    router.reboot();
    assertEquals(member(), router.allowedIps(host));
    assertEquals(Set.of(linkLocal(half(line))), router.allowedIps(half(line)), "it may ask again");
    router.pass(Duration.ofMinutes(11));
    assertEquals(Set.of(), router.allowedIps(half(line)));
    assertEquals(member(), router.allowedIps(host));
    router.restartAgent();
    assertEquals(member(), router.allowedIps(host));
  }

  @Test
  void whoIsTakenOffTheDeviceByHandIsNotPutBack() {
    InvitationLine line = router.invite("desk");
    router.asks(line, host);
    router.device.peers.get(host).healthy = true;
    router.pass(LONG);
    router.device.peers.remove(host);
    router.pass(LONG);
    assertEquals(Set.of(), router.allowedIps(host));
    router.reboot();
    assertEquals(Set.of(), router.allowedIps(host));
  }

  @Test
  void anAnswerThatGetsLostIsGivenAgain() {
    InvitationLine line = router.invite("desk");
    router.answersGetLost = true;
    router.asks(line, host);
    router.answersGetLost = false;
    router.restartAgent();
    router.asks(line, host);
    assertEquals(WELCOME, answer().verdict());
  }

  @Test
  void aFloodOfRequestsIsAnsweredSparingly() {
    InvitationLine line = router.invite("desk");
    router.asks(line, host);
    int before = router.answers.size();
    Duration second = Duration.ofSeconds(1);
    for (int i = 0; i < 200; i++) {
      router.says(line, new JoinMessage.Request(host).inner());
    }
    // 20 s of 10 a second: 4 a second are answered, and the first few at once.
    assertTrue(router.answers.size() - before <= 8 + 4 * 20 + 1, "" + router.answers.size());
    router.pass(second);
  }

  @Test
  void aLineIsForItsOwnRouterAlone() {
    InvitationLine line = router.invite("desk");
    RouterWorld elsewhere = new RouterWorld("10.78.0.1/24");
    elsewhere.asks(line, host);
    assertEquals(List.of(), elsewhere.answers);
  }

  @Test
  void aHundredHostsJoinOneAfterTheOther() {
    for (int i = 0; i < 100; i++) {
      InvitationLine line = router.invite("host" + i);
      PublicKey key = FakeKeys.privateKey(300 + i).publicKey();
      router.asks(line, key);
      assertEquals(key, answer().key());
      assertEquals(WELCOME, answer().verdict());
      router.device.peers.get(key).healthy = true;
    }
    router.pass(LONG);
    assertEquals(101, router.device.peers.size());
    router.reboot();
    router.pass(Duration.ofMinutes(11));
    assertEquals(101, router.device.peers.size());
  }
}
