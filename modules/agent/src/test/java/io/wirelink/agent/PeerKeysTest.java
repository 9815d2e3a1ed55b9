package io.wirelink.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wirelink.device.Endpoint;
import io.wirelink.device.PeerState;
import io.wirelink.device.PresharedKey;
import io.wirelink.device.PresharedKeyPrint;
import io.wirelink.device.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When which key is on the device, second by second. */
class PeerKeysTest {

  private static final PublicKey PEER = new PublicKey(1, 2, 3, 4);
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final long ORIGIN = Duration.ofDays(2).toNanos();
  private static final long NEVER = Long.MAX_VALUE;

  private final PeerKeys keys = new PeerKeys(true);
  private int seconds;
  private int handshakeAt;
  private boolean healthy = true;
  private long received = 1;
  private PresharedKeyPrint onDevice = PresharedKeyPrint.NONE;

  private static PresharedKey key(int first) {
    byte[] secret = new byte[PresharedKey.SECRET_LENGTH];
    secret[0] = (byte) first;
    return PresharedKey.agreed(secret);
  }

  private long now() {
    return ORIGIN + Duration.ofSeconds(seconds).toNanos();
  }

  private void read() {
    keys.read(
        new PeerState(
            PEER,
            Endpoint.parse("192.0.2.1:1"),
            START.plusSeconds(handshakeAt),
            received,
            1,
            0,
            Set.of(),
            onDevice),
        healthy,
        healthy,
        START.plusSeconds(seconds),
        now());
  }

  /** Lets a second pass and the device be changed as wanted. */
  private void pass(int count) {
    for (int i = 0; i < count; i++) {
      seconds++;
      read();
      set();
    }
  }

  private void set() {
    Optional<PresharedKey> change = keys.change(now());
    if (change.isPresent()) {
      onDevice = change.get().print();
      read();
    }
  }

  private void passUntilAge(int age) {
    pass(handshakeAt + age - seconds);
  }

  private void shakeHands() {
    seconds++;
    handshakeAt = seconds;
    received += 92;
    read();
    set();
  }

  /** A call of the peer that leads to nothing. */
  private void callInVain() {
    received += 148;
    pass(5);
  }

  private PresharedKeyPrint agree(int number) {
    PresharedKey key = key(number);
    keys.agreed(key, now());
    set();
    return key.print();
  }

  @BeforeEach
  void begin() {
    read();
  }

  @Test
  void aKeyIsSetAtOnceWhereTheHandshakeIsYoung() {
    pass(50);
    PresharedKeyPrint first = agree(1);
    assertEquals(first, onDevice);
    assertTrue(keys.takeIntroduced());
    assertFalse(keys.isSettled());
    passUntilAge(120);
    shakeHands();
    assertTrue(keys.isSettled());
    assertEquals(first, onDevice);
  }

  @Test
  void orElseAfterTheNextOne() {
    pass(70);
    PresharedKeyPrint first = agree(1);
    assertEquals(PresharedKeyPrint.NONE, onDevice);
    pass(50);
    assertFalse(keys.takeIntroduced());
    shakeHands();
    assertTrue(keys.takeIntroduced());
    assertEquals(first, onDevice);
  }

  @Test
  void oneThatDoesNotWorkGivesWayToTheOneBeforeAndThenToNone() {
    PresharedKeyPrint first = agree(1);
    passUntilAge(120);
    shakeHands();
    PresharedKeyPrint second = agree(2);
    passUntilAge(132);
    assertEquals(second, onDevice);
    pass(1);
    assertEquals(first, onDevice);
    passUntilAge(142);
    assertEquals(first, onDevice);
    pass(1);
    assertEquals(PresharedKeyPrint.NONE, onDevice);
    pass(60);
    assertEquals(PresharedKeyPrint.NONE, onDevice);
  }

  @Test
  void theOneBeforeStaysWhereItHasWorkedAgain() {
    PresharedKeyPrint first = agree(1);
    passUntilAge(120);
    shakeHands();
    agree(2);
    passUntilAge(139);
    shakeHands();
    assertTrue(keys.isSettled());
    assertEquals(first, onDevice);
    passUntilAge(120);
    assertEquals(first, onDevice);
  }

  @Test
  void aHandshakeRightAfterTheChangeProvesNothing() {
    pass(10);
    agree(1);
    pass(1);
    shakeHands();
    assertFalse(keys.isSettled());
    passUntilAge(120);
    shakeHands();
    assertTrue(keys.isSettled());
  }

  @Test
  void whatTheOtherSideHasSetIsTakenInTimeOnly() {
    pass(105);
    assertTrue(keys.take(key(1), now()));
    passUntilAge(120);
    shakeHands();
    passUntilAge(106);
    assertFalse(keys.take(key(2), now()));
    shakeHands();
    assertTrue(keys.take(key(3), now()));
    assertFalse(keys.take(key(4), now()));
  }

  @Test
  void whatIsSetByHandStays() {
    byte[] bytes = new byte[PresharedKey.LENGTH];
    bytes[0] = 1;
    onDevice = PresharedKey.ofBytes(bytes).print();
    PresharedKeyPrint byHand = onDevice;
    pass(1);
    agree(1);
    pass(200);
    assertEquals(byHand, onDevice);
    assertEquals(NEVER, keys.wantedFromNanos(true, now()));
    keys.dropped();
    pass(10);
    assertEquals(byHand, onDevice);
  }

  @Test
  void oneOfAnAgentThatRanBeforeStaysUntilTheSessionIsOver() {
    onDevice = key(9).print();
    pass(142);
    assertEquals(key(9).print(), onDevice);
    pass(1);
    assertEquals(PresharedKeyPrint.NONE, onDevice);
    shakeHands();
    assertEquals(PresharedKeyPrint.NONE, onDevice);
  }

  @Test
  void aPeerThatCallsInVainIsAnsweredWithoutAKey() {
    PresharedKeyPrint first = agree(1);
    passUntilAge(120);
    shakeHands();
    pass(10);
    callInVain();
    assertEquals(PresharedKeyPrint.NONE, onDevice);
    // It does not hear anything, or has the key all the same.
    callInVain();
    assertEquals(first, onDevice);
    received += 1000;
    pass(1);
    assertEquals(first, onDevice);
  }

  @Test
  void aCallThatIsDueMayGetLostOnce() {
    PresharedKeyPrint first = agree(1);
    passUntilAge(120);
    callInVain();
    assertEquals(first, onDevice);
    callInVain();
    assertEquals(PresharedKeyPrint.NONE, onDevice);
  }

  @Test
  void whoDoesNotAnswerForLongIsCalledWithoutAKeyUntilItDoes() {
    PresharedKeyPrint first = agree(1);
    passUntilAge(20);
    healthy = false;
    pass(15);
    assertEquals(first, onDevice);
    pass(1);
    assertEquals(PresharedKeyPrint.NONE, onDevice);
    healthy = true;
    pass(3);
    assertEquals(first, onDevice);
  }

  @Test
  void aKeyThatTheOtherSideMayStillHaveIsTriedNowAndThen() {
    PresharedKeyPrint first = agree(1);
    passUntilAge(100);
    healthy = false;
    passUntilAge(143);
    for (int minutes = 5; minutes < 60; minutes += 10) {
      passUntilAge(143 + 60 * minutes - 1);
      assertEquals(PresharedKeyPrint.NONE, onDevice, minutes + " minutes");
      pass(1);
      assertEquals(first, onDevice, minutes + " minutes");
      pass(6);
      assertEquals(PresharedKeyPrint.NONE, onDevice, minutes + " minutes");
    }
    assertTrue(keys.gone(now()));
    assertEquals(Optional.empty(), keys.change(now()));
    seconds += 25 * 3600;
    assertFalse(keys.gone(now()));
  }

  @Test
  void whereTheOtherSideDoesWithoutTheKeyIsTakenOffAndKeptUntilThatHasWorked() {
    PresharedKeyPrint first = agree(1);
    passUntilAge(120);
    shakeHands();
    keys.dropped();
    set();
    assertEquals(PresharedKeyPrint.NONE, onDevice);
    passUntilAge(137);
    assertEquals(first, onDevice);
    shakeHands();
    assertTrue(keys.isSettled());
    keys.dropped();
    set();
    passUntilAge(120);
    shakeHands();
    passUntilAge(134);
    assertEquals(PresharedKeyPrint.NONE, onDevice);
  }

  @Test
  void anotherIsWantedAfterAnHourWithTraffic() {
    assertEquals(ORIGIN + KeyTiming.STEADY_NANOS, keys.wantedFromNanos(false, now()));
    agree(1);
    long set = now();
    assertEquals(NEVER, keys.wantedFromNanos(true, now()));
    passUntilAge(120);
    shakeHands();
    assertEquals(NEVER, keys.wantedFromNanos(false, now()));
    assertEquals(set + KeyTiming.EVERY_NANOS, keys.wantedFromNanos(true, now()));
    assertEquals(set, keys.introducedNanos());
  }

  @Test
  void somethingIsSaidOnceWhenAHandshakeIsDue() {
    passUntilAge(130);
    assertFalse(keys.takeUrge(now()));
    shakeHands();
    agree(1);
    passUntilAge(124);
    assertFalse(keys.takeUrge(now()));
    pass(1);
    assertTrue(keys.takeUrge(now()));
    assertFalse(keys.takeUrge(now()));
  }
}
