package io.wirelink.device;

import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * One peer of an answer while its lines come in. Every invalid value is an {@link
 * IllegalArgumentException}.
 */
final class UapiPeer {

  /** The keys that only stand behind a peer's {@code public_key}. */
  static final Set<String> FIELDS =
      Set.of(
          "endpoint",
          "last_handshake_time_sec",
          "last_handshake_time_nsec",
          "rx_bytes",
          "tx_bytes",
          "persistent_keepalive_interval",
          "allowed_ip");

  private static final int MAX_NANOS = 999_999_999;

  private final PublicKey publicKey;
  private final ToIntFunction<String> scopes;
  private final Set<Cidr> allowedIps = new HashSet<>();

  private @Nullable Endpoint endpoint;
  private long handshakeSeconds;
  private int handshakeNanos;
  private long receivedBytes;
  private long sentBytes;
  private int keepaliveSeconds;

  UapiPeer(PublicKey publicKey, ToIntFunction<String> scopes) {
    this.publicKey = publicKey;
    this.scopes = scopes;
  }

  /** Takes one line; keys that it does not know are passed over. */
  void field(String key, String value) {
    switch (key) {
      case "endpoint" -> endpoint = endpoint(value);
      case "last_handshake_time_sec" ->
          handshakeSeconds = number(value, Instant.MAX.getEpochSecond());
      case "last_handshake_time_nsec" -> handshakeNanos = number(value, MAX_NANOS);
      case "rx_bytes" -> receivedBytes = number(value, Long.MAX_VALUE);
      case "tx_bytes" -> sentBytes = number(value, Long.MAX_VALUE);
      case "persistent_keepalive_interval" ->
          keepaliveSeconds = number(value, PeerChange.MAX_KEEPALIVE_SECONDS);
      case "allowed_ip" -> allowedIps.add(Cidr.parse(value).masked());
      default -> {}
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
        allowedIps);
  }

  /** A decimal number from 0 to the limit. */
  static int number(String value, int limit) {
    return (int) number(value, (long) limit);
  }

  private static long number(String value, long limit) {
    long number = Long.parseLong(value);
    if (number < 0 || number > limit) {
      throw new IllegalArgumentException("out of range");
    }
    return number;
  }

  /** An endpoint whose scope may be the name of an interface. */
  private Endpoint endpoint(String value) {
    int percent = value.indexOf('%');
    int bracket = value.indexOf("]:", percent + 1);
    if (percent < 0 || bracket < 0) {
      return Endpoint.parse(value);
    }
    String scope = value.substring(percent + 1, bracket);
    Endpoint plain = Endpoint.parse(value.substring(0, percent) + value.substring(bracket));
    int index =
        scope.chars().allMatch(c -> c >= '0' && c <= '9')
            ? number(scope, Integer.MAX_VALUE)
            : scopes.applyAsInt(scope);
    return new Endpoint(plain.address(), plain.port(), index);
  }
}
