package io.wirelink.device;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The peers of an answer, known again by their bytes in the next one: from one reading to the next
 * most of them are the same, and to compare takes a small part of what it takes to read.
 *
 * <p>The bytes of a preshared key are not kept; whether it changed its print tells.
 */
final class KnownPeers {

  private static final byte[] PUBLIC_KEY = UapiText.bytes(UapiKey.PUBLIC_KEY + "=");
  private static final byte[] PRESHARED_KEY = UapiText.bytes(UapiKey.PRESHARED_KEY + "=");
  private static final int LONG_DIGITS = 2 * Long.BYTES;
  private static final byte[] ERRNO = UapiText.bytes(UapiKey.ERRNO + "=");

  /** How no preshared key is written. */
  private static final byte[] NO_KEY = UapiText.bytes("0".repeat(2 * PublicKey.LENGTH));

  /** By the first digits of its key, which are enough to find it: then all of it is compared. */
  private final Map<Long, Known> peers = new HashMap<>();

  /**
   * One peer.
   *
   * @param keyLine its first line
   * @param secretLength how long the line of its preshared key is, which follows; 0 without one
   * @param rest the other lines
   * @param lines how many lines it has
   * @param state what they say
   */
  record Known(byte[] keyLine, int secretLength, byte[] rest, int lines, PeerState state) {

    int length() {
      return keyLine.length + secretLength + rest.length;
    }

    private boolean stands(UapiText answer, int start) {
      int secret = start + keyLine.length;
      int end = start + length();
      return answer.matches(keyLine, start)
          && secretLength == lineOfSecret(answer, secret)
          && (secretLength == 0 || isSame(answer, secret + PRESHARED_KEY.length))
          && answer.matches(rest, secret + secretLength)
          // Any other line is one more of this peer.
          && (answer.matches(PUBLIC_KEY, end) || answer.matches(ERRNO, end));
    }

    /** Whether the digits of the preshared key that begin here are those of the one that it had. */
    private boolean isSame(UapiText answer, int start) {
      PresharedKeyPrint before = state.presharedKey();
      if (answer.matches(NO_KEY, start)) {
        return before.kind() == PresharedKeyPrint.Kind.NONE;
      }
      try {
        long first = UapiParser.number(answer, start);
        long second = UapiParser.number(answer, start + LONG_DIGITS);
        long third = UapiParser.number(answer, start + 2 * LONG_DIGITS);
        long fourth = UapiParser.number(answer, start + 3 * LONG_DIGITS);
        return before.print() == PresharedKeyPrint.print(first, second, third, fourth);
      } catch (IllegalArgumentException e) {
        // Not digits: who reads the line will say so.
        return false;
      }
    }
  }

  /** The peer that begins here, if it is all as it was; else null. */
  @Nullable Known find(UapiText answer, int start) {
    if (peers.isEmpty() || !answer.matches(PUBLIC_KEY, start)) {
      return null;
    }
    Known known = peers.get(firstDigits(answer, start));
    return known != null && known.stands(answer, start) ? known : null;
  }

  /** Keeps a peer that was found in an earlier answer. */
  void keep(UapiText answer, int start, Known known) {
    peers.put(firstDigits(answer, start), known);
  }

  /**
   * Keeps a peer that was read.
   *
   * @param start where its first line begins
   * @param end where its last line ends, the end of the line included
   * @param lines how many it has
   */
  void keep(UapiText answer, int start, int end, int lines, PeerState state) {
    int secret = start + PUBLIC_KEY.length + 2 * PublicKey.LENGTH + 1;
    int secretLength = lineOfSecret(answer, secret);
    byte[] keyLine = answer.copy(start, secret);
    byte[] rest = answer.copy(secret + secretLength, end);
    keep(answer, start, new Known(keyLine, secretLength, rest, lines, state));
  }

  private static int lineOfSecret(UapiText answer, int start) {
    return answer.matches(PRESHARED_KEY, start)
        ? TextParts.indexOf(answer, '\n', start, answer.length()) + 1 - start
        : 0;
  }

  private static long firstDigits(UapiText answer, int start) {
    long digits = 0;
    for (int i = start + PUBLIC_KEY.length; i < start + PUBLIC_KEY.length + Long.BYTES; i++) {
      digits = digits << Byte.SIZE | answer.charAt(i);
    }
    return digits;
  }
}
