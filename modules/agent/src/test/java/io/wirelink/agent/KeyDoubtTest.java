package io.wirelink.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wirelink.device.PresharedKeyPrint;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which key is on the device where the other side may have lost it. */
class KeyDoubtTest {

  private final KeyWorld world = new KeyWorld();

  @Test
  void oneOfAnAgentThatRanBeforeStaysUntilTheSessionIsOver() {
    world.onDevice = KeyWorld.key(9).print();
    world.pass(142);
    assertEquals(KeyWorld.key(9).print(), world.onDevice);
    world.pass(1);
    assertEquals(PresharedKeyPrint.NONE, world.onDevice);
    world.shakeHands();
    assertEquals(PresharedKeyPrint.NONE, world.onDevice);
  }

  @Test
  void aPeerThatCallsInVainIsAnsweredWithoutAKey() {
    PresharedKeyPrint first = world.agree(1);
    world.passUntilAge(120);
    world.shakeHands();
    world.pass(10);
    world.callInVain();
    assertEquals(PresharedKeyPrint.NONE, world.onDevice);
    // It does not hear anything, or has the key all the same.
    world.callInVain();
    assertEquals(first, world.onDevice);
    world.received += 1000;
    world.pass(1);
    assertEquals(first, world.onDevice);
  }

  @Test
  void aCallThatIsDueMayGetLostOnce() {
    PresharedKeyPrint first = world.agree(1);
    world.passUntilAge(120);
    world.callInVain();
    assertEquals(first, world.onDevice);
    world.callInVain();
    assertEquals(PresharedKeyPrint.NONE, world.onDevice);
  }

  @Test
  void whoDoesNotAnswerForLongIsCalledWithoutAKeyUntilItDoes() {
    PresharedKeyPrint first = world.agree(1);
    world.passUntilAge(20);
    world.healthy = false;
    world.pass(15);
    assertEquals(first, world.onDevice);
    world.pass(1);
    assertEquals(PresharedKeyPrint.NONE, world.onDevice);
    world.healthy = true;
    world.pass(3);
    assertEquals(first, world.onDevice);
  }

  @Test
  void aKeyThatTheOtherSideMayStillHaveIsTriedNowAndThen() {
    PresharedKeyPrint first = world.agree(1);
    world.passUntilAge(100);
    world.healthy = false;
    world.passUntilAge(143);
    for (int minutes = 5; minutes < 60; minutes += 10) {
      world.passUntilAge(143 + 60 * minutes - 1);
      assertEquals(PresharedKeyPrint.NONE, world.onDevice, minutes + " minutes");
      world.pass(1);
      assertEquals(first, world.onDevice, minutes + " minutes");
      world.pass(6);
      assertEquals(PresharedKeyPrint.NONE, world.onDevice, minutes + " minutes");
    }
    assertTrue(world.keys.gone(world.now()));
    assertEquals(Optional.empty(), world.keys.change(world.now()));
    world.seconds += 25 * 3600;
    assertFalse(world.keys.gone(world.now()));
  }
}
