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
  private final Map<PublicKey, PeerState> peers = new LinkedHashMap<>();

  private @Nullable PrivateKey privateKey;
  private int listenPort;
  private int firewallMark;
  private @Nullable Integer errno;
  private @Nullable UapiPeer peer;

  private UapiParser(String interfaceName, UapiText text, ToIntFunction<String> scopes) {
    this.interfaceName = interfaceName;
    this.text = text;
    this.scopes = scopes;
  }

  /**
   * Reads a whole answer, from the position to the limit of a buffer that is an array.
   *
   * @param scopes gives the index of an interface by its name, 0 if there is none; some
   *     implementations print the scope of a link-local endpoint by name
   * @param publicHalf gives the public half of a private key, which takes long to compute
   * @throws UapiAnswer.Malformed if the answer does not follow the protocol
   */
  static UapiAnswer parse(
      String interfaceName,
      ByteBuffer answer,
      ToIntFunction<String> scopes,
      Function<PrivateKey, PublicKey> publicHalf)
      throws UapiAnswer.Malformed {
    var parser = new UapiParser(interfaceName, new UapiText(answer), scopes);
    parser.lines();
    return parser.answer(publicHalf);
  }

  private void lines() throws UapiAnswer.Malformed {
    int number = 1;
    for (int start = 0; start < text.length(); number++) {
      int end = TextParts.indexOf(text, '\n', start, text.length());
      if (end < 0) {
        throw new UapiAnswer.Malformed("line " + number + " has no end");
      }
      if (end == start) {
        break;
      }
      line(start, end, number);
      start = end + 1;
    }
    endPeer();
  }

  private UapiAnswer answer(Function<PrivateKey, PublicKey> publicHalf)
      throws UapiAnswer.Malformed {
    if (errno == null) {
      throw new UapiAnswer.Malformed("it does not say whether the request was done");
    }
    PublicKey publicKey = privateKey == null ? null : publicHalf.apply(privateKey);
    DeviceState state = new DeviceState(interfaceName, publicKey, listenPort, firewallMark, peers);
    return new UapiAnswer(errno, state, privateKey);
  }

  private void line(int start, int end, int number) throws UapiAnswer.Malformed {
    int equals = TextParts.indexOf(text, '=', start, end);
    if (equals < 0) {
      throw new UapiAnswer.Malformed("line " + number + " is no key=value");
    }
    UapiKey key = UapiKey.of(text, start, equals);
    if (key == null) {
      return;
    }
    try {
      field(key, equals + 1, end);
    } catch (IllegalArgumentException e) {
      throw new UapiAnswer.Malformed("the value of " + key + " in line " + number + " is invalid");
    }
  }

  private void field(UapiKey key, int start, int end) {
    switch (key) {
      case PRIVATE_KEY -> privateKey = privateKey(start, end);
      case LISTEN_PORT -> listenPort = (int) UapiPeer.number(text, start, end, Endpoint.MAX_PORT);
      case FWMARK -> firewallMark = Integer.parseUnsignedInt(text, start, end, DECIMAL);
      case ERRNO -> errno = Math.abs(Integer.parseInt(text, start, end, DECIMAL));
      case PUBLIC_KEY -> {
        endPeer();
        peer = new UapiPeer(publicKey(start, end), scopes);
      }
      // Nothing here needs it, so nothing here knows it.
      case PRESHARED_KEY -> {}
      default -> {
        if (peer == null) {
          throw new IllegalArgumentException("no peer yet");
        }
        peer.field(key, text, start, end);
      }
    }
  }

  private void endPeer() {
    if (peer != null) {
      PeerState state = peer.state();
      peers.put(state.publicKey(), state);
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

  private long number(int start) {
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
