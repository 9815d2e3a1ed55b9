package io.wirelink.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import org.junit.jupiter.api.Test;

class PublicHalfTest {

  private final PublicHalf publicHalf = new PublicHalf();

  @Test
  void theSameKeyIsComputedOnce() {
    PublicKey first = publicHalf.of(key(1));
    assertEquals(key(1).publicKey(), first);
    assertSame(first, publicHalf.of(key(1)));
  }

  @Test
  void anotherKeyHasItsOwn() {
    PublicKey first = publicHalf.of(key(1));
    assertEquals(key(2).publicKey(), publicHalf.of(key(2)));
    assertEquals(first, publicHalf.of(key(1)));
  }

  private static PrivateKey key(int seed) {
    byte[] bytes = new byte[PublicKey.LENGTH];
    bytes[9] = (byte) seed;
    return PrivateKey.ofBytes(bytes);
  }
}
