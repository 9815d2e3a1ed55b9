package io.wirelink.device;

import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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

  private static final Pattern FORM =
      Pattern.compile(
          "(?:\\[(?<v6>[^\\]%]*:[^\\]%]*)(?:%(?<scope>[0-9]{1,9}))?\\]|(?<v4>[^:]*)):(?<port>[0-9]{1,5})");

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
    Matcher parts = FORM.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException(
          "\"" + text + "\" is not an endpoint such as 192.0.2.1:51820");
    }
    IpAddress address = IpAddress.parse(parts.group(parts.group("v6") == null ? "v4" : "v6"));
    String scope = parts.group("scope");
    return new Endpoint(
        address,
        Integer.parseInt(parts.group("port")),
        scope == null ? 0 : Integer.parseInt(scope));
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
