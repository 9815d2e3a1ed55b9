package io.wirelink.gossip;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class HChaCha20Test {

  /** draft-irtf-cfrg-xchacha-03, 2.2.1. */
  @Test
  void theSubkeyIsThatOfTheSpecification() {
    byte[] key = bytes("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f");
    byte[] nonce = bytes("000000090000004a0000000031415927");
    assertEquals(
        "82413b4227b27bfed30e42508a877d73a0f9e4d58a74a853c12ec41326d3ecdc",
        HexFormat.of().formatHex(HChaCha20.subkey(key, nonce)));
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex);
  }
}
