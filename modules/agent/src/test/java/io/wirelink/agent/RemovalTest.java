package io.wirelink.agent;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wirelink.device.PublicKey;
import io.wirelink.fact.Fact;
import io.wirelink.fact.MemberMetadata;
import io.wirelink.trust.TrustLevel;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Who is removed from the device, rule by rule (docs/protocol.md, "Removal"). */
class RemovalTest {

  /** The time to live of facts, a round of housekeeping, and the one that then acts. */
  private static final Duration LONG_ENOUGH = Duration.ofSeconds(255 + 5 + 6);

  private AgentWorld world = new AgentWorld(AgentConfig.DEFAULT);
  private final PublicKey router = world.key(2);
  private final PublicKey stale = world.key(3);

  private void configured(Boolean isRouter, Map<PublicKey, PeerConfig> peers) {
    world = new AgentWorld(new AgentConfig(isRouter, null, false, InterfaceFilter.ALL, peers));
    world.key(2);
    world.key(3);
  }

  private static PeerConfig trusted(TrustLevel level) {
    return new PeerConfig("", level, false, List.of(), List.of(), false);
  }

  private void started() {
    world.healthy(router, "203.0.113.1:51820", "10.0.0.0/24");
    world.inDevice(stale, "10.0.0.3/32");
    world.step();
    world.talks(router);
  }

  private boolean isThere(PublicKey key) {
    return world.device.containsKey(key);
  }

  @Test
  void aPeerThatNobodyCallsAMemberIsRemovedOnceTheRouterHadTheTimeToTell() {
    started();
    world.pass(Duration.ofSeconds(255));
    assertTrue(isThere(stale));
    world.pass(LONG_ENOUGH.minusSeconds(255));
    assertFalse(isThere(stale));
    assertTrue(isThere(router), "never the only source of membership");
  }

  @Test
  void aMemberStays() {
    started();
    for (int i = 0; i < 10; i++) {
      world.says(router, 255, Fact.member(stale, MemberMetadata.EMPTY));
      world.pass(Duration.ofMinutes(1));
    }
    assertTrue(isThere(stale));
  }

  @Test
  void aPeerIsRemovedWhenItsMembershipRunsOut() {
    started();
    world.says(router, 255, Fact.member(stale, MemberMetadata.EMPTY));
    world.pass(Duration.ofMinutes(5));
    assertFalse(isThere(stale));
  }

  @Test
  void theTimeCountsFromWhenTheSourceWasFirstHealthyAndAlive() {
    world.healthy(router, "203.0.113.1:51820", "10.0.0.0/24");
    world.inDevice(stale);
    world.step();
    world.pass(Duration.ofSeconds(200));
    world.talks(router);
    world.pass(LONG_ENOUGH.minusSeconds(10));
    assertTrue(isThere(stale));
    world.pass(Duration.ofSeconds(10));
    assertFalse(isThere(stale));
  }

  @Test
  void nobodyIsRemovedWithoutASourceThatIsHealthy() {
    world.inDevice(router, "10.0.0.0/24");
    world.inDevice(stale);
    world.step();
    world.talks(router);
    world.pass(LONG_ENOUGH.multipliedBy(2));
    assertTrue(isThere(stale));
  }

  @Test
  void nobodyIsRemovedWithoutASourceThatIsAlive() {
    world.healthy(router, "203.0.113.1:51820", "10.0.0.0/24");
    world.inDevice(stale);
    world.step();
    world.pass(LONG_ENOUGH.multipliedBy(2));
    assertTrue(isThere(stale));
  }

  @Test
  void nobodyIsRemovedOnTheWordOfASourceThatHasFallenSilent() {
    started();
    world.says(router, 255, Fact.member(stale, MemberMetadata.EMPTY));
    world.pass(Duration.ofSeconds(200));
    world.says(router, 255, Fact.member(stale, MemberMetadata.EMPTY));
    world.pass(Duration.ofSeconds(130));
    // Its agent ends now: it counts as alive for longer than its word for the member lasts.
    world.talking.remove(router);
    world.pass(Duration.ofMinutes(10));
    assertTrue(isThere(stale));
  }

  @Test
  void aRouterRemovesNobody() {
    configured(true, Map.of());
    started();
    world.pass(LONG_ENOUGH.multipliedBy(2));
    assertTrue(isThere(stale));
  }

  @Test
  void whoIsTrustedWithMembershipItselfRemovesNobody() {
    configured(
        null,
        Map.of(world.self, trusted(TrustLevel.MEMBERSHIP), router, trusted(TrustLevel.MEMBERSHIP)));
    started();
    world.pass(LONG_ENOUGH.multipliedBy(2));
    assertTrue(isThere(stale));
  }

  @Test
  void aConfiguredPeerIsNeverRemoved() {
    configured(
        null, Map.of(router, trusted(TrustLevel.MEMBERSHIP), stale, trusted(TrustLevel.ENDPOINT)));
    started();
    world.pass(LONG_ENOUGH.multipliedBy(2));
    assertTrue(isThere(stale));
  }

  @Test
  void aConfiguredSourceDecidesAndRoutersDoNotThen() {
    PublicKey authority = world.key(4);
    configured(null, Map.of(authority, trusted(TrustLevel.MEMBERSHIP)));
    world.key(4);
    started();
    world.pass(LONG_ENOUGH);
    assertTrue(isThere(stale), "the router has no say");
    world.healthy(authority, "203.0.113.4:51820");
    world.talks(authority);
    world.pass(LONG_ENOUGH);
    assertFalse(isThere(stale));
    assertFalse(isThere(router), "a router is a peer like others");
  }
}
