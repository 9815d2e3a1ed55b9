package io.wirelink.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wirelink.device.Cidr;
import io.wirelink.device.PublicKey;
import io.wirelink.invitation.InvitationLine;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A host that was removed and is let back, whose addresses others may have by then. */
class ComingBackTest {

  private static final Duration SOON = Duration.ofMillis(300);
  private static final String ADDRESS = "10.77.0.11/32";
  private static final String BEHIND = "192.168.5.7/32";

  private final RouterWorld router = new RouterWorld("10.77.0.1/24");
  private final PublicKey leaf = router.leaf;
  private final PublicKey host = FakeKeys.privateKey(7).publicKey();

  @BeforeEach
  void remove() throws RemovalRefusedException {
    router.device.peer(leaf, ADDRESS, BEHIND);
    router.pass(Duration.ofSeconds(30));
    router.agent.removing().remove(leaf);
    router.pass(SOON);
    assertEquals(Set.of(), router.allowedIps(leaf));
  }

  private LetBack letBack() {
    try {
      return router.agent.removing().letBack(leaf);
    } catch (RemovalRefusedException e) {
      throw new AssertionError(e);
    }
  }

  private static Set<Cidr> cidrs(String... texts) {
    return Stream.of(texts).map(Cidr::parse).collect(Collectors.toSet());
  }

  private Set<String> routed(String... networks) {
    return Stream.concat(Stream.of(networks), Stream.of(leaf.linkLocalAddress() + "/128"))
        .collect(Collectors.toSet());
  }

  @Test
  void itGetsAllThatItHadWhereNobodyHasIt() {
    assertEquals(new LetBack(true, cidrs(ADDRESS, BEHIND), Set.of()), letBack());
    router.pass(SOON);
    assertEquals(routed(ADDRESS, BEHIND), router.allowedIps(leaf));
  }

  @Test
  void theAddressOfANewcomerStaysWithTheNewcomer() {
    InvitationLine line = router.invite("desk", "10.77.0.11");
    router.asks(line, host);
    assertEquals(new LetBack(true, cidrs(BEHIND), cidrs(ADDRESS)), letBack());
    router.pass(SOON);
    assertEquals(routed(BEHIND), router.allowedIps(leaf));
    assertEquals(Set.of(ADDRESS, host.linkLocalAddress() + "/128"), router.allowedIps(host));
  }

  @Test
  void anAddressThatIsPromisedIsNotGivenBackWhileTheDiskIsWaitedFor() {
    router.diskFails = true;
    assertEquals(new LetBack(true, cidrs(ADDRESS, BEHIND), Set.of()), letBack());
    router.pass(SOON);
    router.invite("desk", "10.77.0.11");
    router.diskFails = false;
    router.pass(Duration.ofSeconds(10));
    assertEquals(routed(BEHIND), router.allowedIps(leaf));
  }

  @Test
  void whatTheOperatorHasGivenToSomebodyElseIsNotTakenFromThere() {
    router.device.peer(host, ADDRESS, BEHIND);
    router.pass(Duration.ofSeconds(30));
    assertEquals(new LetBack(true, Set.of(), cidrs(ADDRESS, BEHIND)), letBack());
    router.pass(SOON);
    assertEquals(Set.of(), router.allowedIps(leaf));
    assertTrue(router.allowedIps(host).containsAll(Set.of(ADDRESS, BEHIND)));
    assertFalse(router.diskOfRemovals.getFirst().record().removed());
  }

  @Test
  void itsOwnInvitationKeepsItFromNothing() throws RemovalRefusedException {
    InvitationLine line = router.invite("desk", "10.77.0.20");
    router.asks(line, host);
    router.pass(SOON);
    router.agent.removing().remove(host);
    router.pass(SOON);
    LetBack back = router.agent.removing().letBack(host);
    assertEquals(new LetBack(true, cidrs("10.77.0.20/32"), Set.of()), back);
    router.pass(SOON);
    assertEquals(
        Set.of("10.77.0.20/32", host.linkLocalAddress() + "/128"), router.allowedIps(host));
  }
}
