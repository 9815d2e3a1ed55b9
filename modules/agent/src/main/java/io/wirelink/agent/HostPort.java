package io.wirelink.agent;

import io.wirelink.device.Endpoint;

/**
 * A configured endpoint, whose host may be a name.
 *
 * @param host a host name or an address literal, an IPv6 one without brackets
 * @param port the UDP port, 1 to 65535
 */
public record HostPort(String host, int port) {

  /**
   * Checks that there is a host and that the port is one.
   *
   * @throws IllegalArgumentException otherwise
   */
  public HostPort {
    if (host.isBlank() || port < 1 || port > Endpoint.MAX_PORT) {
      throw new IllegalArgumentException(
          "an endpoint is HOST:PORT with a port of 1 to " + Endpoint.MAX_PORT);
    }
  }

  /**
   * Reads {@code host:port}, {@code 192.0.2.1:port} or {@code [2001:db8::1]:port}.
   *
   * @throws IllegalArgumentException for anything else
   */
  public static HostPort parse(String text) {
    int colon = text.lastIndexOf(':');
    String port = text.substring(colon + 1);
    String host = text.substring(0, Math.max(0, colon));
    boolean bracketed = host.startsWith("[") && host.endsWith("]");
    if (!port.matches("\\d{1,5}") || (host.indexOf(':') >= 0 && !bracketed)) {
      throw new IllegalArgumentException(
          "\""
              + text
              + "\" is not HOST:PORT, such as vpn.example.org:51820 or [2001:db8::1]:51820");
    }
    return new HostPort(
        bracketed ? host.substring(1, host.length() - 1) : host, Integer.parseInt(port));
  }

  @Override
  public String toString() {
    return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
  }
}
