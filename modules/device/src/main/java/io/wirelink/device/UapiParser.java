package io.wirelink.device;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Reads the answers of the cross-platform userspace protocol (wireguard.com/xplatform,
 * "Configuration Protocol"). It works on the bytes where they lie, and nothing that is a secret
 * ever becomes a string.
 *
 * <p>Keys that it does not know are passed over: a newer implementation may say more.
 */
final class UapiParser {

  private static final int DECIMAL = 10;

  /** The hexadecimal digits of a key, and those of one of the four numbers that it is kept in. */
  private static final int KEY_DIGITS = 2 * PublicKey.LENGTH;

  private static final int LONG_DIGITS = 2 * Long.BYTES;

  private final String interfaceName;
  private final UapiText text;
  private final ToIntFunction<String> scopes;
  private final KnownPeers before;
  private final KnownPeers known = new KnownPeers();
  private final Map<PublicKey, PeerState> peers = new LinkedHashMap<>();

  private @Nullable PrivateKey privateKey;
  private int listenPort;
  private int firewallMark;
  private @Nullable Integer errno;
  private int lineNumber = 1;

  private @Nullable UapiPeer peer;
  private int peerStart;
  private int peerLine;

  private UapiParser(
      String interfaceName, UapiText text, KnownPeers before, ToIntFunction<String> scopes) {
    this.interfaceName = interfaceName;
    this.text = text;
    this.before = before;
    this.scopes = scopes;
  }

  /**
   * Reads a whole answer, from the position to the limit of a buffer that is an array.
   *
   * @param before the peers of an answer of the same device before
   * @param scopes gives the index of an interface by its name, 0 if there is none; some
   *     implementations print the scope of a link-local endpoint by name
   * @param publicHalf gives the public half of a private key, which takes long to compute
   * @throws UapiAnswer.Malformed if the answer does not follow the protocol
   */
  static UapiAnswer parse(
      String interfaceName,
      ByteBuffer answer,
      KnownPeers before,
      ToIntFunction<String> scopes,
      Function<PrivateKey, PublicKey> publicHalf)
      throws UapiAnswer.Malformed {
    var parser = new UapiParser(interfaceName, new UapiText(answer), before, scopes);
    parser.lines();
    return parser.answer(publicHalf);
  }

  private void lines() throws UapiAnswer.Malformed {
    int start = 0;
    while (start < text.length() && text.charAt(start) != '\n') {
      KnownPeers.Known same = before.find(text, start);
      start = same == null ? line(start) : peer(start, same);
    }
    endPeer(start);
  }

  /** Takes a peer that is as it was, and gives where its lines end. */
  private int peer(int start, KnownPeers.Known same) {
    endPeer(start);
    peers.put(same.state().publicKey(), same.state());
    known.keep(text, start, same);
    lineNumber += same.lines();
    return start + same.length();
  }

  private UapiAnswer answer(Function<PrivateKey, PublicKey> publicHalf)
      throws UapiAnswer.Malformed {
    if (errno == null) {
      throw new UapiAnswer.Malformed("it does not say whether the request was done");
    }
    PublicKey publicKey = privateKey == null ? null : publicHalf.apply(privateKey);
    DeviceState state = new DeviceState(interfaceName, publicKey, listenPort, firewallMark, peers);
    return new UapiAnswer(errno, state, privateKey, known);
  }

  /** Reads a line, and gives where the next one begins. */
  private int line(int start) throws UapiAnswer.Malformed {
    int end = TextParts.indexOf(text, '\n', start, text.length());
    if (end < 0) {
      throw new UapiAnswer.Malformed("line " + lineNumber + " has no end");
    }
    int equals = TextParts.indexOf(text, '=', start, end);
    if (equals < 0) {
      throw new UapiAnswer.Malformed("line " + lineNumber + " is no key=value");
    }
    UapiKey key = UapiKey.of(text, start, equals);
    if (key != null) {
      try {
        field(key, start, equals + 1, end);
      } catch (IllegalArgumentException e) {
        throw new UapiAnswer.Malformed(
            "the value of " + key + " in line " + lineNumber + " is invalid");
      }
    }
    lineNumber++;
    return end + 1;
  }

  private void field(UapiKey key, int line, int start, int end) {
    switch (key) {
      case PRIVATE_KEY, LISTEN_PORT, FWMARK, ERRNO -> {
        endPeer(line);
        ofDevice(key, start, end);
      }
      case PUBLIC_KEY -> {
        endPeer(line);
        peer = new UapiPeer(publicKey(start, end), scopes);
        peerStart = line;
        peerLine = lineNumber;
      }
      // Its print is made from the digits where they lie, and nothing here knows it.
      case PRESHARED_KEY -> {
        if (peer != null) {
          peer.presharedKey(presharedKey(start, end));
          if (lineNumber != peerLine + 1) {
            peer.passing();
          }
        }
      }
      default -> {
        if (peer == null) {
          throw new IllegalArgumentException("no peer yet");
        }
        peer.field(key, text, start, end);
      }
    }
  }

  private void ofDevice(UapiKey key, int start, int end) {
    switch (key) {
      case PRIVATE_KEY -> privateKey = privateKey(start, end);
      case LISTEN_PORT -> listenPort = (int) UapiPeer.number(text, start, end, Endpoint.MAX_PORT);
      case FWMARK -> firewallMark = Integer.parseUnsignedInt(text, start, end, DECIMAL);
      default -> errno = Math.abs(Integer.parseInt(text, start, end, DECIMAL));
    }
  }

  private void endPeer(int end) {
    if (peer != null) {
      PeerState state = peer.state();
      peers.put(state.publicKey(), state);
      if (peer.isLasting()) {
        known.keep(text, peerStart, end, lineNumber - peerLine, state);
      }
      peer = null;
    }
  }

  private PublicKey publicKey(int start, int end) {
    checkKeyLength(start, end);
    return new PublicKey(
        number(start),
        number(start + LONG_DIGITS),
        number(start + 2 * LONG_DIGITS),
        number(start + 3 * LONG_DIGITS));
  }

  private PresharedKeyPrint presharedKey(int start, int end) {
    checkKeyLength(start, end);
    return PresharedKeyPrint.of(
        number(start),
        number(start + LONG_DIGITS),
        number(start + 2 * LONG_DIGITS),
        number(start + 3 * LONG_DIGITS));
  }

  private long number(int start) {
    return number(text, start);
  }

  /** The number that 16 hexadecimal digits stand for. */
  static long number(CharSequence text, int start) {
    return HexFormat.fromHexDigitsToLong(text, start, start + LONG_DIGITS);
  }

  private @Nullable PrivateKey privateKey(int start, int end) {
    checkKeyLength(start, end);
    byte[] bytes = new byte[PublicKey.LENGTH];
    try {
      int all = 0;
      for (int i = 0; i < bytes.length; i++) {
        int high = HexFormat.fromHexDigit(text.charAt(start + 2 * i));
        int low = HexFormat.fromHexDigit(text.charAt(start + 2 * i + 1));
        bytes[i] = (byte) (high << 4 | low);
        all |= bytes[i];
      }
      // Zeroes stand for no key, in requests and in some answers.
      return all == 0 ? null : PrivateKey.ofBytes(bytes);
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  private static void checkKeyLength(int start, int end) {
    if (end - start != KEY_DIGITS) {
      throw new IllegalArgumentException("not the length of a key");
    }
  }
}
