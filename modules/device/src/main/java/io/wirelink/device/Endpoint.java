package io.wirelink.device;

import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * Where a peer is reached outside the tunnel: a UDP address and port.
 *
 * @param address the address
 * @param port the UDP port, 0 to 65535
 * @param scopeId the index of the interface that a link-local IPv6 address belongs to (RFC 4007); 0
 *     if it has none
 */
public record Endpoint(IpAddress address, int port, int scopeId) implements Comparable<Endpoint> {

  private static final Comparator<Endpoint> ORDER =
      Comparator.comparing(Endpoint::address)
          .thenComparingInt(Endpoint::port)
          .thenComparingInt(Endpoint::scopeId);

  private static final int MAX_PORT_DIGITS = 5;

  /** What is read of a scope: more than any host has, and never too much for an {@code int}. */
  private static final int MAX_SCOPE_DIGITS = 9;

  /** The highest UDP port. */
  public static final int MAX_PORT = 65535;

  /**
   * Checks the port and the scope.
   *
   * @throws IllegalArgumentException if it is not a UDP port, or the scope is negative or that of
   *     an IPv4 address
   */
  public Endpoint {
    if (port < 0 || port > MAX_PORT) {
      throw new IllegalArgumentException("a port is 0 to " + MAX_PORT + ", not " + port);
    }
    if (scopeId < 0 || (scopeId > 0 && address.family() == IpAddress.Family.V4)) {
      throw new IllegalArgumentException(address + " cannot have the scope " + scopeId);
    }
  }

  /** An endpoint without a scope. */
  public Endpoint(IpAddress address, int port) {
    this(address, port, 0);
  }

  /**
   * Reads {@code 192.0.2.1:51820}, {@code [2001:db8::1]:51820} or, with a numeric scope, {@code
   * [fe80::1%3]:51820}.
   *
   * @throws IllegalArgumentException for anything else
   */
  public static Endpoint parse(String text) {
    return parse(text, 0, text.length());
  }

  /** The same of a part of a text. */
  static Endpoint parse(CharSequence text, int start, int end) {
    int colon = TextParts.lastIndexOf(text, ':', start, end);
    int port = colon < 0 ? -1 : TextParts.digits(text, colon + 1, end, MAX_PORT_DIGITS);
    boolean otherColons = TextParts.indexOf(text, ':', start, colon) >= 0;
    if (port < 0 || otherColons != isBracketed(text, start, colon)) {
      throw notAnEndpoint(text, start, end);
    }
    if (!otherColons) {
      return new Endpoint(AddressText.parse(text, start, colon), port);
    }
    int bracket = colon - 1;
    int percent = TextParts.indexOf(text, '%', start, bracket);
    if (percent < 0) {
      return new Endpoint(AddressText.parse(text, start + 1, bracket), port);
    }
    int scope = TextParts.digits(text, percent + 1, bracket, MAX_SCOPE_DIGITS);
    if (scope < 0) {
      throw notAnEndpoint(text, start, end);
    }
    return new Endpoint(AddressText.parse(text, start + 1, percent), port, scope);
  }

  private static boolean isBracketed(CharSequence text, int start, int end) {
    return end - start > 1 && text.charAt(start) == '[' && text.charAt(end - 1) == ']';
  }

  private static IllegalArgumentException notAnEndpoint(CharSequence text, int start, int end) {
    return new IllegalArgumentException(
        "\"" + text.subSequence(start, end) + "\" is not an endpoint such as 192.0.2.1:51820");
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Endpoint endpoint
        && port == endpoint.port
        && scopeId == endpoint.scopeId
        && address.equals(endpoint.address);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * address.hashCode() + port) + scopeId;
  }

  @Override
  public int compareTo(Endpoint other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return switch (address.family()) {
      case V4 -> address + ":" + port;
      case V6 -> "[" + address + (scopeId == 0 ? "" : "%" + scopeId) + "]:" + port;
    };
  }
}
