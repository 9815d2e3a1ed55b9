package io.wirelink.device;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.security.InvalidKeyException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrivateKeyTest {

  private static final String ALICE =
      "77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a";
  private static final String ALICE_PUBLIC =
      "8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a";
  private static final String BOB =
      "5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb";
  private static final String BOB_PUBLIC =
      "de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f";
  private static final String SHARED =
      "4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742";

  @Test
  void publicAndSharedKeysAreThoseOfRfc7748() throws Exception {
    assertEquals(publicKey(ALICE_PUBLIC), privateKey(ALICE).publicKey());
    assertEquals(publicKey(BOB_PUBLIC), privateKey(BOB).publicKey());
    assertArrayEquals(bytes(SHARED), privateKey(ALICE).sharedSecret(publicKey(BOB_PUBLIC)));
    assertArrayEquals(bytes(SHARED), privateKey(BOB).sharedSecret(publicKey(ALICE_PUBLIC)));
  }

  /** RFC 7748, 5.2; the second has the bit set that is to be ignored. */
  @ParameterizedTest
  @CsvSource({
    "a546e36bf0527c9d3b16154b82465edd62144c0ac1fc5a18506a2244ba449ac4,"
        + "e6db6867583030db3594c1a424b15f7c726624ec26b3353b10a903a6d0ab1c4c,"
        + "c3da55379de9c6908e94ea4df28d084f32eccf03491c71f754b4075577a28552",
    "4b66e9d4d1b4673c5ad22691957d6af5c11b6421e0ea01d42ca4169e7918ba0d,"
        + "e5210f12786811d3f4b7959d0538ae2c31dbe7106fc03c3efc4cd549c715a493,"
        + "95cbde9476e8907d7aade45cb4b873f88b595a68799fa152e6f8f7647aac7957"
  })
  void scalarMultiplicationIsThatOfRfc7748(String scalar, String u, String product)
      throws Exception {
    assertArrayEquals(bytes(product), privateKey(scalar).sharedSecret(publicKey(u)));
  }

  /** u-coordinates of small order: 0, 1, p - 1, p, p + 1. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0100000000000000000000000000000000000000000000000000000000000000",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"
      })
  void keysThatYieldNothingButZeroesAreRefused(String key) {
    assertThrows(InvalidKeyException.class, () -> privateKey(ALICE).sharedSecret(publicKey(key)));
  }

  @Test
  void aKeyNeverShowsItself() {
    String base64 = Base64.getEncoder().encodeToString(bytes(ALICE));
    PrivateKey key = PrivateKey.parse(base64);
    assertEquals("(private key)", key.toString());
    assertEquals(publicKey(ALICE_PUBLIC), key.publicKey());
    DeviceChange change = new DeviceChange(key, null, null, false, List.of());
    assertFalse(change.toString().contains(base64.substring(0, 10)));
    String wrong = base64.substring(1);
    Exception e = assertThrows(IllegalArgumentException.class, () -> PrivateKey.parse(wrong));
    assertFalse(e.getMessage().contains(wrong));
  }

  /** It takes as long as a shared secret, and is asked for many times at a start. */
  @Test
  void thePublicHalfIsComputedOnce() {
    PrivateKey key = PrivateKey.generate(new Random(1));
    assertSame(key.publicKey(), key.publicKey());
  }

  @Test
  void itsBytesAreACopy() {
    PrivateKey key = privateKey(ALICE);
    key.bytes()[0] ^= 1;
    assertArrayEquals(bytes(ALICE), key.bytes());
  }

  private static PrivateKey privateKey(String hex) {
    return PrivateKey.ofBytes(bytes(hex));
  }

  private static PublicKey publicKey(String hex) {
    return PublicKey.ofBytes(bytes(hex));
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex);
  }
}
