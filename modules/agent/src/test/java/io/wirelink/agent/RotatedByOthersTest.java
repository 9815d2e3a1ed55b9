package io.wirelink.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wirelink.device.PrivateKey;
import io.wirelink.device.PublicKey;
import io.wirelink.fact.KeyRotation;
import io.wirelink.gossip.RotationMessage;
import io.wirelink.gossip.Sealer;
import io.wirelink.invitation.InvitationLine;
import java.security.InvalidKeyException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A router that follows a leaf to its next key, and what others say of that. */
class RotatedByOthersTest {

  private static final Duration SOON = Duration.ofMillis(300);
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final PrivateKey OTHER = FakeKeys.privateKey(7);
  private static final long NUMBER = 1_893_456_000;

  private final RouterWorld router = new RouterWorld("10.77.0.1/24");
  private final PublicKey leaf = router.leaf;
  private final PrivateKey nextKey = FakeKeys.privateKey(9);
  private final PublicKey next = nextKey.publicKey();
  private final KeyRotation announced = new KeyRotation(leaf, next, NUMBER);
  private final KeyRotation withdrawn = new KeyRotation(leaf, leaf, NUMBER + 1);

  /** Another member, who has no say about the mesh. */
  @BeforeEach
  void anotherComes() {
    InvitationLine line = router.invite("desk");
    router.asks(line, OTHER.publicKey());
    router.device.peers.get(OTHER.publicKey()).healthy = true;
    router.pass(LONG);
  }

  private byte[] announcing(KeyRotation rotation) {
    PrivateKey proving = rotation.isWithdrawal() ? FakeKeys.privateKey(2) : nextKey;
    try {
      byte[] proof =
          new Sealer(proving, new Random(3))
              .seal(router.key.publicKey(), RotationMessage.proven(rotation));
      return new RotationMessage.Announced(1, rotation, proof).inner();
    } catch (InvalidKeyException e) {
      throw new AssertionError(e);
    }
  }

  private void says(byte[] inner) {
    router.hears(inner);
    router.pass(SOON);
  }

  private void otherSays(byte[] inner) {
    router.step(router.packet(OTHER, inner));
    router.pass(SOON);
  }

  private List<KeyRotation> believed() {
    return router.agent.rotations().all().stream().map(KeptSuccession::rotation).toList();
  }

  private boolean has(PublicKey key) {
    return router.device.peers.containsKey(key);
  }

  @Test
  void itTakesTheNewKeyWhenTheHostSaysNow() {
    says(announcing(announced));
    assertEquals(List.of(announced), believed());
    assertFalse(has(next));
    says(new RotationMessage.Now(next, 0).inner());
    assertTrue(has(next));
  }

  @Test
  void nobodyElseTakesBackWhatAHostHasAnnounced() {
    says(announcing(announced));
    otherSays(announcing(withdrawn));
    otherSays(new RotationMessage.Told(2, List.of(withdrawn)).inner());
    router.pass(LONG);
    assertEquals(List.of(announced), believed());
  }

  @Test
  void nobodyElseAnnouncesOrHurriesIt() {
    otherSays(announcing(announced));
    otherSays(new RotationMessage.Told(2, List.of(announced)).inner());
    router.pass(LONG);
    assertEquals(List.of(), believed());
    says(announcing(announced));
    otherSays(new RotationMessage.Now(next, 0).inner());
    router.pass(LONG);
    assertFalse(has(next));
  }

  @Test
  void whatItAnnouncedBeforeDoesNotCountAgain() {
    says(announcing(announced));
    says(announcing(withdrawn));
    assertEquals(List.of(withdrawn), believed());
    says(announcing(announced));
    says(new RotationMessage.Now(next, 0).inner());
    router.pass(LONG);
    assertEquals(List.of(withdrawn), believed());
    assertFalse(has(next));
    router.reboot();
    says(announcing(announced));
    assertEquals(List.of(withdrawn), believed(), "that is on the disk");
  }

  @Test
  void aKeyThatIsOverIsNotTakenAgainWhateverIsSaidUnderIt() {
    says(announcing(announced));
    says(new RotationMessage.Now(next, 0).inner());
    router.device.peers.get(next).healthy = true;
    router.pass(LONG);
    assertTrue(router.agent.rotations().all().getFirst().over());
    assertFalse(has(leaf));
    for (byte[] again :
        List.of(
            announcing(announced),
            announcing(withdrawn),
            new RotationMessage.Now(next, 0).inner(),
            new RotationMessage.Now(leaf, 0).inner())) {
      says(again);
      router.step(router.packet(nextKey, again));
      router.pass(LONG);
    }
    assertEquals(List.of(announced), believed());
    assertEquals(Set.of(next, OTHER.publicKey()), router.device.peers.keySet());
  }

  /** Whatever the router was about to do when its power failed, it follows afterwards. */
  @Test
  void aRouterThatLosesPowerInAnyStepFollowsAfterwards() {
    int finished = 0;
    for (int actions = 0; finished < 2; actions++) {
      var failing = new RouterWorld("10.77.0.1/24");
      failing.untilPowerFails = actions;
      failing.hears(announcing(announced));
      failing.pass(SOON);
      finished += failing.untilPowerFails > 0 ? 1 : 0;
      failing.reboot();
      failing.hears(announcing(announced));
      failing.pass(SOON);
      failing.hears(new RotationMessage.Now(next, 0).inner());
      failing.pass(SOON);
      assertTrue(failing.device.peers.containsKey(next), "after " + actions);
      assertTrue(actions < 100, "it never ends");
    }
  }
}
