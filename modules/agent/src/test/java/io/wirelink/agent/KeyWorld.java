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
  void pass(int count) {
    for (int i = 0; i < count; i++) {
      seconds++;
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

  /** A call of the peer that leads to nothing. */
  void callInVain() {
    received += 148;
    pass(5);
  }

  PresharedKeyPrint agree(int number) {
    PresharedKey key = key(number);
    keys.agreed(key, now());
    set();
    return key.print();
  }

  KeyWorld() {
    read();
  }
}
