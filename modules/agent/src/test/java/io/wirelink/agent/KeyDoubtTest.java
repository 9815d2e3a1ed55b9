package io.wirelink.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wirelink.device.PresharedKey;
import io.wirelink.device.PresharedKeyPrint;
import io.wirelink.device.PresharedKeyPrint.Kind;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which key is on the device where the other side may have another, or none. */
class KeyDoubtTest {

  private final KeyWorld world = new KeyWorld();

  /** A key with which there was a handshake, 20 s ago; nothing comes any more. */
  private PresharedKeyPrint worked(int number) {
    PresharedKeyPrint print = world.agree(number);
    world.passUntilAge(120);
    world.shakeHands();
    world.talking = false;
    world.pass(20);
    assertEquals(print, world.onDevice);
    return print;
  }

  @Test
  void oneOfAnAgentThatRanBeforeStaysUntilTheSessionIsOver() {
    world.talking = false;
    world.onDevice = KeyWorld.key(9).print();
    world.pass(142);
    assertEquals(KeyWorld.key(9).print(), world.onDevice);
    world.pass(1);
    assertEquals(PresharedKeyPrint.NONE, world.onDevice);
    world.shakeHands();
    assertEquals(PresharedKeyPrint.NONE, world.onDevice);
  }

  @Test
  void aPeerThatCallsInVainIsAnsweredWithoutAKeyNowAndThen() {
    PresharedKeyPrint key = worked(1);
    for (int calls = 3; calls <= 48; calls *= 4) {
      world.callInVain(calls - 1);
      assertEquals(key, world.onDevice, "before call " + calls);
      world.callInVain(1);
      assertEquals(PresharedKeyPrint.NONE, world.onDevice, "after call " + calls);
      // It has the key all the same, or does not hear anything.
      world.pass(12);
      assertEquals(key, world.onDevice);
    }
    world.shakeHands();
    world.pass(20);
    world.callInVain(3);
    assertEquals(PresharedKeyPrint.NONE, world.onDevice, "a handshake ends the doubt");
  }

  @Test
  void whoIsHeardUntilTheSessionEndsIsThoughtNotToHearThisHost() {
    PresharedKeyPrint key = worked(1);
    world.healthy = false;
    while (world.seconds < world.handshakeAt + 175) {
      world.received += 96;
      world.pass(1);
    }
    int calls = 0;
    while (world.onDevice.equals(key) && calls < 100) {
      world.callInVain(1);
      calls++;
    }
    assertTrue(
        calls > 60 && calls < 65, "after five minutes it may be new, and not after " + calls);
  }

  @Test
  void theOneThatHasLostItsKeyIsMetWithoutAndAnotherIsAgreedUpon() {
    worked(1);
    world.callInVain(3);
    world.pass(3);
    world.shakeHands();
    world.pass(200);
    assertEquals(PresharedKeyPrint.NONE, world.onDevice);
    assertEquals(Optional.empty(), world.disk);
  }

  @Test
  void whoIsAwayIsThoughtToHaveItsKeyForTenMinutes() {
    PresharedKeyPrint key = worked(1);
    world.healthy = false;
    world.pass(1);
    for (int i = 0; i < 600; i++) {
      assertEquals(key, world.onDevice, i + " s");
      world.pass(1);
    }
    assertEquals(PresharedKeyPrint.NONE, world.onDevice);
    world.pass(12);
    assertEquals(key, world.onDevice);
    world.pass(108);
    assertEquals(PresharedKeyPrint.NONE, world.onDevice);
    world.callInVain(2);
    assertEquals(key, world.onDevice, "it calls, and does not do without");
  }

  @Test
  void oneThatHasNotWorkedYetGivesWayToTheOneBeforeNowAndThen() {
    PresharedKeyPrint before = worked(1);
    PresharedKeyPrint key = world.agree(2);
    world.healthy = false;
    world.pass(120);
    assertEquals(key, world.onDevice);
    world.pass(1);
    assertEquals(before, world.onDevice);
    world.pass(12);
    assertEquals(key, world.onDevice);
  }

  @Test
  void whatIsKeptIsSetAgainAfterAStart() {
    PresharedKeyPrint key = worked(1);
    KeptPresharedKey kept = world.disk.orElseThrow();
    assertEquals(key, kept.worked().print());
    var restarted = new KeyWorld();
    restarted.keys.restore(kept, KeyWorld.START.plusSeconds(200), restarted.now());
    restarted.talking = false;
    restarted.pass(1);
    assertEquals(key, restarted.onDevice);
    assertEquals(Kind.AGREED, restarted.keys.kind());
    assertTrue(restarted.now() - restarted.keys.introducedNanos() <= KeyTiming.EVERY_NANOS);
  }

  @Test
  void nothingIsSetBeforeItIsKept() {
    world.pass(10);
    PresharedKey key = KeyWorld.key(1);
    world.keys.agreed(key, world.now());
    world.set();
    assertEquals(PresharedKeyPrint.NONE, world.onDevice);
    assertFalse(world.keys.takeIntroduced());
    // The disk has taken it.
    world.pass(1);
    assertEquals(key.print(), world.onDevice);
    assertTrue(world.keys.takeIntroduced());
    assertEquals(key.print(), world.disk.orElseThrow().next().print());
  }

  @Test
  void aKeyIsKeptForADayForWhoIsNotOnTheDevice() {
    worked(1);
    assertTrue(world.keys.gone(world.now()));
    assertEquals(Optional.empty(), world.keys.change(world.now()));
    world.seconds += 25 * 3600;
    assertFalse(world.keys.gone(world.now()));
  }
}
