package io.wirelink.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wirelink.device.PresharedKey;
import io.wirelink.device.PresharedKeyPrint;
import org.junit.jupiter.api.Test;

/** When which key is on the device while both sides are there. */
class PeerKeysTest {

  private static final long NEVER = Long.MAX_VALUE;

  private final KeyWorld world = new KeyWorld();

  @Test
  void aKeyIsSetAtOnceWhereTheHandshakeIsYoung() {
    world.pass(50);
    PresharedKeyPrint first = world.agree(1);
    assertEquals(first, world.onDevice);
    assertTrue(world.keys.takeIntroduced());
    assertFalse(world.keys.isSettled());
    world.passUntilAge(120);
    world.shakeHands();
    assertTrue(world.keys.isSettled());
    assertEquals(first, world.onDevice);
  }

  @Test
  void orElseAfterTheNextOne() {
    world.pass(71);
    PresharedKeyPrint first = world.agree(1);
    assertEquals(PresharedKeyPrint.NONE, world.onDevice);
    world.pass(49);
    assertFalse(world.keys.takeIntroduced());
    world.shakeHands();
    assertTrue(world.keys.takeIntroduced());
    assertEquals(first, world.onDevice);
  }

  @Test
  void oneThatDoesNotWorkGivesWayToTheOneBeforeAndThenToNone() {
    PresharedKeyPrint first = world.agree(1);
    world.passUntilAge(120);
    world.shakeHands();
    PresharedKeyPrint second = world.agree(2);
    world.passUntilAge(132);
    assertEquals(second, world.onDevice);
    world.pass(1);
    assertEquals(first, world.onDevice);
    world.passUntilAge(142);
    assertEquals(first, world.onDevice);
    world.pass(1);
    assertEquals(PresharedKeyPrint.NONE, world.onDevice);
    world.passUntilAge(180);
    assertEquals(PresharedKeyPrint.NONE, world.onDevice);
  }

  @Test
  void theOneBeforeStaysWhereItHasWorkedAgain() {
    PresharedKeyPrint first = world.agree(1);
    world.passUntilAge(120);
    world.shakeHands();
    world.agree(2);
    world.passUntilAge(139);
    world.shakeHands();
    assertTrue(world.keys.isSettled());
    assertEquals(first, world.onDevice);
    world.passUntilAge(120);
    assertEquals(first, world.onDevice);
  }

  @Test
  void aHandshakeRightAfterTheChangeProvesNothing() {
    world.pass(10);
    world.agree(1);
    world.pass(1);
    world.shakeHands();
    assertFalse(world.keys.isSettled());
    world.passUntilAge(120);
    world.shakeHands();
    assertTrue(world.keys.isSettled());
  }

  @Test
  void whatTheOtherSideHasSetIsTakenInTimeOnly() {
    world.pass(105);
    assertTrue(world.keys.take(KeyWorld.key(1), world.now()));
    world.passUntilAge(120);
    world.shakeHands();
    world.passUntilAge(106);
    assertFalse(world.keys.take(KeyWorld.key(2), world.now()));
    world.shakeHands();
    assertTrue(world.keys.take(KeyWorld.key(3), world.now()));
    assertFalse(world.keys.take(KeyWorld.key(4), world.now()));
  }

  @Test
  void whatIsSetByHandStays() {
    byte[] bytes = new byte[PresharedKey.LENGTH];
    bytes[0] = 1;
    world.onDevice = PresharedKey.ofBytes(bytes).print();
    PresharedKeyPrint byHand = world.onDevice;
    world.pass(1);
    world.agree(1);
    world.pass(200);
    assertEquals(byHand, world.onDevice);
    assertEquals(NEVER, world.keys.wantedFromNanos(true, world.now()));
    world.keys.dropped();
    world.pass(10);
    assertEquals(byHand, world.onDevice);
  }

  @Test
  void whereTheOtherSideDoesWithoutTheKeyIsTakenOffAndKeptUntilThatHasWorked() {
    PresharedKeyPrint first = world.agree(1);
    world.passUntilAge(120);
    world.shakeHands();
    world.keys.dropped();
    world.set();
    assertEquals(PresharedKeyPrint.NONE, world.onDevice);
    world.passUntilAge(137);
    assertEquals(first, world.onDevice);
    world.shakeHands();
    assertTrue(world.keys.isSettled());
    world.keys.dropped();
    world.set();
    world.passUntilAge(120);
    world.shakeHands();
    world.passUntilAge(134);
    assertEquals(PresharedKeyPrint.NONE, world.onDevice);
  }

  @Test
  void anotherIsWantedAfterAnHourWithTraffic() {
    assertEquals(
        KeyWorld.ORIGIN + KeyTiming.STEADY_NANOS, world.keys.wantedFromNanos(false, world.now()));
    world.agree(1);
    long set = world.now();
    assertEquals(NEVER, world.keys.wantedFromNanos(true, world.now()));
    world.passUntilAge(120);
    world.shakeHands();
    assertEquals(NEVER, world.keys.wantedFromNanos(false, world.now()));
    assertEquals(set + KeyTiming.EVERY_NANOS, world.keys.wantedFromNanos(true, world.now()));
    assertEquals(set, world.keys.introducedNanos());
  }

  @Test
  void somethingIsSaidOnceWhenAHandshakeIsDue() {
    world.passUntilAge(130);
    assertFalse(world.keys.takeUrge(world.now()));
    world.shakeHands();
    world.agree(1);
    world.passUntilAge(124);
    assertFalse(world.keys.takeUrge(world.now()));
    world.pass(1);
    assertTrue(world.keys.takeUrge(world.now()));
    assertFalse(world.keys.takeUrge(world.now()));
  }
}
