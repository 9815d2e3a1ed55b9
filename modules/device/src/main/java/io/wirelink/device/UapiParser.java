package io.wirelink.device;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Reads the answers of the cross-platform userspace protocol (wireguard.com/xplatform,
 * "Configuration Protocol"). It works on bytes, and only what is no secret ever becomes a string.
 *
 * <p>Keys that it does not know are passed over: a newer implementation may say more.
 */
final class UapiParser {

  private static final HexFormat HEX = HexFormat.of();
  private static final int HEX_KEY_LENGTH = 2 * PublicKey.LENGTH;

  private final String interfaceName;
  private final ToIntFunction<String> scopes;
  private final Map<PublicKey, PeerState> peers = new LinkedHashMap<>();

  private @Nullable PrivateKey privateKey;
  private int listenPort;
  private int firewallMark;
  private @Nullable Integer errno;
  private @Nullable UapiPeer peer;

  private UapiParser(String interfaceName, ToIntFunction<String> scopes) {
    this.interfaceName = interfaceName;
    this.scopes = scopes;
  }

  /**
   * Reads a whole answer, from the buffer's position to its limit.
   *
   * @param scopes gives the index of an interface by its name, 0 if there is none; some
   *     implementations print the scope of a link-local endpoint by name
   * @throws UapiAnswer.Malformed if the answer does not follow the protocol
   */
  static UapiAnswer parse(String interfaceName, ByteBuffer answer, ToIntFunction<String> scopes)
      throws UapiAnswer.Malformed {
    return new UapiParser(interfaceName, scopes).parse(answer);
  }

  private UapiAnswer parse(ByteBuffer answer) throws UapiAnswer.Malformed {
    int lineNumber = 0;
    for (int start = answer.position(); start < answer.limit(); lineNumber++) {
      int end = indexOf(answer, '\n', start, answer.limit());
      if (end < 0) {
        throw new UapiAnswer.Malformed("line " + (lineNumber + 1) + " has no end");
      }
      if (end == start) {
        break;
      }
      line(answer, start, end, lineNumber + 1);
      start = end + 1;
    }
    if (errno == null) {
      throw new UapiAnswer.Malformed("it does not say whether the request was done");
    }
    endPeer();
    DeviceState state =
        new DeviceState(
            interfaceName,
            privateKey == null ? null : privateKey.publicKey(),
            listenPort,
            firewallMark,
            peers);
    return new UapiAnswer(errno, state, privateKey);
  }

  private void line(ByteBuffer answer, int start, int end, int number) throws UapiAnswer.Malformed {
    int equals = indexOf(answer, '=', start, end);
    if (equals < 0) {
      throw new UapiAnswer.Malformed("line " + number + " is no key=value");
    }
    String key = text(answer, start, equals);
    try {
      switch (key) {
        case "private_key" -> privateKey = privateKey(answer, equals + 1, end);
        // Nothing here needs it, so nothing here knows it.
        case "preshared_key" -> {}
        default -> field(key, text(answer, equals + 1, end));
      }
    } catch (IllegalArgumentException e) {
      throw new UapiAnswer.Malformed("the value of " + key + " in line " + number + " is invalid");
    }
  }

  private void field(String key, String value) {
    switch (key) {
      case "errno" -> errno = Math.abs(Integer.parseInt(value));
      case "listen_port" -> listenPort = UapiPeer.number(value, Endpoint.MAX_PORT);
      case "fwmark" -> firewallMark = Integer.parseUnsignedInt(value);
      case "public_key" -> {
        endPeer();
        peer = new UapiPeer(publicKey(value), scopes);
      }
      default -> {
        if (peer != null) {
          peer.field(key, value);
        } else if (UapiPeer.FIELDS.contains(key)) {
          throw new IllegalArgumentException("no peer yet");
        }
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

  private static PublicKey publicKey(String hex) {
    return PublicKey.ofBytes(HEX.parseHex(hex));
  }

  private static @Nullable PrivateKey privateKey(ByteBuffer answer, int start, int end) {
    if (end - start != HEX_KEY_LENGTH) {
      throw new IllegalArgumentException();
    }
    byte[] bytes = new byte[PublicKey.LENGTH];
    int all = 0;
    for (int i = 0; i < bytes.length; i++) {
      int high = HexFormat.fromHexDigit(answer.get(start + 2 * i));
      int low = HexFormat.fromHexDigit(answer.get(start + 2 * i + 1));
      bytes[i] = (byte) (high << 4 | low);
      all |= bytes[i];
    }
    // Zeroes stand for no key, in requests and in some answers.
    PrivateKey key = all == 0 ? null : PrivateKey.ofBytes(bytes);
    Arrays.fill(bytes, (byte) 0);
    return key;
  }

  private static int indexOf(ByteBuffer bytes, char wanted, int start, int end) {
    for (int i = start; i < end; i++) {
      if (bytes.get(i) == wanted) {
        return i;
      }
    }
    return -1;
  }

  private static String text(ByteBuffer bytes, int start, int end) {
    byte[] part = new byte[end - start];
    bytes.get(start, part);
    return new String(part, StandardCharsets.ISO_8859_1);
  }
}
