package io.wirelink.device;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * One peer of an answer while its lines come in. Every invalid value is an {@link
 * IllegalArgumentException}.
 */
final class UapiPeer {

  private static final int DECIMAL = 10;
  private static final int MAX_NANOS = 999_999_999;

  /** An IPv4 address and a link-local one. */
  private static final int USUAL_NETWORKS = 2;

  private final PublicKey publicKey;
  private final ToIntFunction<String> scopes;
  private final List<Cidr> allowedIps = new ArrayList<>(USUAL_NETWORKS);

  private @Nullable Endpoint endpoint;
  private long handshakeSeconds;
  private int handshakeNanos;
  private long receivedBytes;
  private long sentBytes;
  private int keepaliveSeconds;
  private PresharedKeyPrint presharedKey = PresharedKeyPrint.NONE;
  private boolean lasting = true;

  UapiPeer(PublicKey publicKey, ToIntFunction<String> scopes) {
    this.publicKey = publicKey;
    this.scopes = scopes;
  }

  /** Notes that what the lines say may be another thing the next time. */
  void passing() {
    lasting = false;
  }

  /** Takes what can be told of its preshared key. */
  void presharedKey(PresharedKeyPrint print) {
    presharedKey = print;
  }

  /** Whether the same lines say the same at any time. */
  boolean isLasting() {
    return lasting;
  }

  /**
   * Takes one line.
   *
   * @param key a key that only stands behind a peer's {@link UapiKey#PUBLIC_KEY}
   * @param text the whole answer; the value is from {@code start} to before {@code end}
   */
  void field(UapiKey key, UapiText text, int start, int end) {
    switch (key) {
      case ENDPOINT -> endpoint = endpoint(text, start, end);
      case LAST_HANDSHAKE_TIME_SEC ->
          handshakeSeconds = number(text, start, end, Instant.MAX.getEpochSecond());
      case LAST_HANDSHAKE_TIME_NSEC -> handshakeNanos = (int) number(text, start, end, MAX_NANOS);
      case RX_BYTES -> receivedBytes = number(text, start, end, Long.MAX_VALUE);
      case TX_BYTES -> sentBytes = number(text, start, end, Long.MAX_VALUE);
      case PERSISTENT_KEEPALIVE_INTERVAL ->
          keepaliveSeconds = (int) number(text, start, end, PeerChange.MAX_KEEPALIVE_SECONDS);
      case ALLOWED_IP -> allowedIps.add(Cidr.parse(text, start, end).masked());
      default -> throw new IllegalArgumentException("not of a peer");
    }
  }

  /** The peer with all that was said of it. */
  PeerState state() {
    boolean never = handshakeSeconds == 0 && handshakeNanos == 0;
    return new PeerState(
        publicKey,
        endpoint,
        never ? null : Instant.ofEpochSecond(handshakeSeconds, handshakeNanos),
        receivedBytes,
        sentBytes,
        keepaliveSeconds,
        networks(),
        presharedKey);
  }

  /** Each network once: two that were spelled differently can be the same when masked. */
  private Set<Cidr> networks() {
    return allowedIps.size() == 1 ? Set.of(allowedIps.getFirst()) : Set.copyOf(allowedIps);
  }

  /** A decimal number from 0 to the limit. */
  static long number(CharSequence text, int start, int end, long limit) {
    long number = Long.parseLong(text, start, end, DECIMAL);
    if (number < 0 || number > limit) {
      throw new IllegalArgumentException("out of range");
    }
    return number;
  }

  /** An endpoint whose scope may be the name of an interface. */
  private Endpoint endpoint(UapiText text, int start, int end) {
    int percent = TextParts.indexOf(text, '%', start, end);
    return percent < 0
        ? Endpoint.parse(text, start, end)
        : scopedEndpoint(text.subSequence(start, end), percent - start);
  }

  private Endpoint scopedEndpoint(String value, int percent) {
    int bracket = value.indexOf("]:", percent + 1);
    if (bracket < 0) {
      return Endpoint.parse(value);
    }
    String scope = value.substring(percent + 1, bracket);
    Endpoint plain = Endpoint.parse(value.substring(0, percent) + value.substring(bracket));
    // An interface may come back under its name with another index.
    passing();
    int index =
        scope.chars().allMatch(c -> c >= '0' && c <= '9')
            ? (int) number(scope, 0, scope.length(), Integer.MAX_VALUE)
            : scopes.applyAsInt(scope);
    return new Endpoint(plain.address(), plain.port(), index);
  }
}
