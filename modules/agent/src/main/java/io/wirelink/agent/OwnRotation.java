package io.wirelink.agent;

import io.wirelink.device.PrivateKey;
import io.wirelink.device.PublicKey;
import io.wirelink.fact.KeyRotation;
import java.time.Instant;

/**
 * The key that this host is about to take, as it is kept from before anybody hears of it.
 *
 * @param from the key that it has
 * @param to the key that it is going to have, which is in no other place until the device has it
 * @param number which of several rotations of this host is the later one
 * @param since when it was made
 */
public record OwnRotation(PublicKey from, PrivateKey to, long number, Instant since) {

  /** What others are told of it. */
  public KeyRotation rotation() {
    return new KeyRotation(from, to.publicKey(), number);
  }
}
