package io.wirelink.agent;

import io.wirelink.device.Endpoint;
import io.wirelink.device.PeerState;
import io.wirelink.device.PresharedKey;
import io.wirelink.device.PresharedKeyPrint;
import io.wirelink.device.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * A peer of a device whose preshared key is changed as {@link PeerKeys} wants, second by second.
 */
final class KeyWorld {

  static final PublicKey PEER = new PublicKey(1, 2, 3, 4);
  static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  static final long ORIGIN = Duration.ofDays(2).toNanos();

  final PeerKeys keys = new PeerKeys(true);
  int seconds;
  int handshakeAt;
  boolean healthy = true;

  /** Whether something comes by the session all the time. */
  boolean talking = true;

  long received = 1;
  PresharedKeyPrint onDevice = PresharedKeyPrint.NONE;

  static PresharedKey key(int first) {
    byte[] secret = new byte[PresharedKey.SECRET_LENGTH];
    secret[0] = (byte) first;
    return PresharedKey.agreed(secret);
  }

  long now() {
    return ORIGIN + Duration.ofSeconds(seconds).toNanos();
  }

  void read() {
    PeerState state =
        new PeerState(
            PEER,
            Endpoint.parse("192.0.2.1:1"),
            START.plusSeconds(handshakeAt),
            received,
            1,
            0,
            Set.of(),
            onDevice);
    keys.read(
        new PeerKeys.Look(state, healthy, healthy, true, true), START.plusSeconds(seconds), now());
    keep();
  }

  /** What is kept, if anything was; of the last time. */
  Optional<KeptPresharedKey> disk = Optional.empty();

  private void keep() {
    if (keys.isToKeep()) {
      disk = keys.keep(PEER, START.plusSeconds(seconds), now());
      keys.kept();
    }
  }

  /** Lets a second pass and the device be changed as wanted. */
  void pass(int count) {
    for (int i = 0; i < count; i++) {
      seconds++;
      received += talking && healthy ? 96 : 0;
      read();
      set();
    }
  }

  void set() {
    Optional<PresharedKey> change = keys.change(now());
    if (change.isPresent()) {
      onDevice = change.get().print();
      read();
    }
  }

  void passUntilAge(int age) {
    pass(handshakeAt + age - seconds);
  }

  void shakeHands() {
    seconds++;
    handshakeAt = seconds;
    received += 92;
    read();
    set();
  }

  /** So many calls of the peer that lead to nothing. */
  void callInVain(int count) {
    for (int i = 0; i < count; i++) {
      received += 148;
      pass(5);
    }
  }

  PresharedKeyPrint agree(int number) {
    PresharedKey key = key(number);
    keys.agreed(key, now());
    keep();
    set();
    return key.print();
  }

  KeyWorld() {
    read();
  }
}
