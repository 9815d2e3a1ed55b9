package io.wirelink.device;

import java.util.Comparator;

/**
 * Where a peer is reached outside the tunnel: a UDP address and port.
 *
 * @param address the address
 * @param port the UDP port, 0 to 65535
 * @param scopeId the index of the interface that a link-local IPv6 address belongs to (RFC 4007); 0 if it has none
 */
public record Endpoint(IpAddress address, int port, int scopeId) implements Comparable<Endpoint> {

  private static final Comparator<Endpoint> ORDER =
      Comparator.comparing(Endpoint::address)
          .thenComparingInt(Endpoint::port)
          .thenComparingInt(Endpoint::scopeId);

  /** The highest UDP port. */
  public static final int MAX_PORT = 65535;

  /**
   * Checks the port.
   *
   * @throws IllegalArgumentException if it is not a UDP port, or the scope is negative
   */
  public Endpoint {
    if (port < 0 || port > MAX_PORT || scopeId < 0) {
      throw new IllegalArgumentException("a port is 0 to " + MAX_PORT + ", not " + port);
    }
  }

  /** An endpoint without a scope. */
  public Endpoint(IpAddress address, int port) {
    this(address, port, 0);
  }

  /**
   * Reads {@code 192.0.2.1:51820}, {@code [2001:db8::1]:51820} or, with a numeric scope, {@code [fe80::1%3]:51820}.
   *
   * @throws IllegalArgumentException for anything else
   */
  public static Endpoint parse(String text) {
    int colon = text.lastIndexOf(':');
    boolean bracketed = text.startsWith("[") && colon > 0 && text.charAt(colon - 1) == ']';
    boolean ipv4 = colon > 0 && text.indexOf(':') == colon;
    String port = text.substring(colon + 1);
    if (!(bracketed || ipv4) || !port.matches("\\d{1,5}")) {
      throw new IllegalArgumentException("\"" + text + "\" is not an endpoint such as 192.0.2.1:51820");
    }
    String host = bracketed ? text.substring(1, colon - 1) : text.substring(0, colon);
    int percent = host.indexOf('%');
    int scope = percent < 0 ? 0 : Integer.parseInt(host.substring(percent + 1));
    IpAddress address = IpAddress.parse(percent < 0 ? host : host.substring(0, percent));
    return new Endpoint(address, Integer.parseInt(port), scope);
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
