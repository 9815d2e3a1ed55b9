package io.wirelink.gossip;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * HChaCha20, which turns a key and the first sixteen bytes of a long nonce into a key for ChaCha20
 * (draft-irtf-cfrg-xchacha-03, 2.2). The JDK has ChaCha20, but neither this nor XChaCha20.
 *
 * <p>It has no branch and no memory access that depends on the key.
 */
final class HChaCha20 {

  /** The length of keys and of the result, in bytes. */
  static final int KEY_LENGTH = 32;

  /** How much of a nonce goes in, in bytes. */
  static final int NONCE_LENGTH = 16;

  private static final int DOUBLE_ROUNDS = 10;

  private static final VarHandle LITTLE_ENDIAN =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private HChaCha20() {}

  /**
   * Derives the subkey.
   *
   * @param key 32 bytes
   * @param nonce a nonce, of which the first 16 bytes go in
   * @return 32 bytes
   */
  static byte[] subkey(byte[] key, byte[] nonce) {
    int[] state = new int[16];
    // "expand 32-byte k" (RFC 8439, 2.3).
    state[0] = 0x61707865;
    state[1] = 0x3320646e;
    state[2] = 0x79622d32;
    state[3] = 0x6b206574;
    for (int i = 0; i < 8; i++) {
      state[4 + i] = (int) LITTLE_ENDIAN.get(key, 4 * i);
    }
    for (int i = 0; i < 4; i++) {
      state[12 + i] = (int) LITTLE_ENDIAN.get(nonce, 4 * i);
    }
    for (int i = 0; i < DOUBLE_ROUNDS; i++) {
      doubleRound(state);
    }
    byte[] subkey = new byte[KEY_LENGTH];
    for (int i = 0; i < 4; i++) {
      LITTLE_ENDIAN.set(subkey, 4 * i, state[i]);
      LITTLE_ENDIAN.set(subkey, 16 + 4 * i, state[12 + i]);
    }
    return subkey;
  }

  /** The columns, then the diagonals (RFC 8439, 2.3). */
  private static void doubleRound(int[] state) {
    for (int i = 0; i < 4; i++) {
      quarterRound(state, i, 4 + i, 8 + i, 12 + i);
    }
    for (int i = 0; i < 4; i++) {
      quarterRound(state, i, 4 + (i + 1) % 4, 8 + (i + 2) % 4, 12 + (i + 3) % 4);
    }
  }

  /** RFC 8439, 2.1. */
  private static void quarterRound(int[] state, int a, int b, int c, int d) {
    state[a] += state[b];
    state[d] = Integer.rotateLeft(state[d] ^ state[a], 16);
    state[c] += state[d];
    state[b] = Integer.rotateLeft(state[b] ^ state[c], 12);
    state[a] += state[b];
    state[d] = Integer.rotateLeft(state[d] ^ state[a], 8);
    state[c] += state[d];
    state[b] = Integer.rotateLeft(state[b] ^ state[c], 7);
  }
}
