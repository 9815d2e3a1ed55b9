package io.wirelink.kem;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.wirelink.device.PresharedKeyPrint;
import io.wirelink.device.PublicKey;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class AgreementTest {

  private static final PublicKey LEADER = new PublicKey(1, 0, 0, 0);
  private static final PublicKey FOLLOWER = new PublicKey(2, 0, 0, 0);

  private static byte[] bytes(int length, int value) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) value);
    return bytes;
  }

  private static Agreement of(
      PublicKey leader, PublicKey follower, int first, int second, int transcript) {
    return Agreement.of(
        leader,
        follower,
        new Agreement.Transcript(
            bytes(1184, transcript), bytes(1184, 2), bytes(1088, 3), bytes(1088, 4)),
        bytes(32, first),
        bytes(32, second));
  }

  /** Test case 1 of RFC 5869, appendix A.1. */
  @Test
  void derivesWhatTheSpecificationDerives() {
    HexFormat hex = HexFormat.of();
    byte[] derived =
        Hkdf.derive(
            hex.parseHex("000102030405060708090a0b0c"),
            bytes(22, 0x0b),
            hex.parseHex("f0f1f2f3f4f5f6f7f8f9"),
            42);
    assertEquals(
        "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865",
        hex.formatHex(derived));
    assertThrows(
        IllegalArgumentException.class,
        () -> Hkdf.derive(new byte[1], new byte[1], new byte[1], 8161));
  }

  @Test
  void theSameSaysTheSame() {
    Agreement one = of(LEADER, FOLLOWER, 5, 6, 1);
    Agreement other = of(LEADER, FOLLOWER, 5, 6, 1);
    assertEquals(one.key().print(), other.key().print());
    assertEquals(PresharedKeyPrint.Kind.AGREED, one.key().print().kind());
    assertArrayEquals(one.haveProof(), other.haveProof());
    assertArrayEquals(one.setProof(), other.setProof());
    assertArrayEquals(one.takenProof(), other.takenProof());
    assertFalse(Arrays.equals(one.haveProof(), one.setProof()));
    assertFalse(Arrays.equals(one.haveProof(), one.takenProof()));
    assertFalse(Arrays.equals(one.setProof(), one.takenProof()));
  }

  @Test
  void eachSecretKeyAndWordCounts() {
    Agreement one = of(LEADER, FOLLOWER, 5, 6, 1);
    for (Agreement other :
        new Agreement[] {
          of(LEADER, FOLLOWER, 7, 6, 1),
          of(LEADER, FOLLOWER, 5, 7, 1),
          of(LEADER, FOLLOWER, 6, 5, 1),
          of(FOLLOWER, LEADER, 5, 6, 1),
          of(LEADER, FOLLOWER, 5, 6, 7)
        }) {
      assertNotEquals(one.key().print(), other.key().print());
      assertFalse(Arrays.equals(one.haveProof(), other.haveProof()));
      assertFalse(Arrays.equals(one.setProof(), other.setProof()));
      assertFalse(Arrays.equals(one.takenProof(), other.takenProof()));
    }
  }
}
