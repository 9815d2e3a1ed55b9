package io.wirelink.invitation;

import io.wirelink.device.Endpoint;
import io.wirelink.device.IpAddress;
import java.util.regex.Pattern;

/**
 * Where a newcomer may reach the router.
 *
 * @param host an address, or a name that the newcomer resolves
 * @param port the UDP port of WireGuard, 1 to 65535
 */
public record RouterEndpoint(String host, int port) {

  /** The longest name that there is (RFC 1035, 2.3.4). */
  static final int MAX_HOST = 253;

  /** What host names are made of, and nothing that a file or a shell takes for something else. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_]([A-Za-z0-9._-]*[A-Za-z0-9])?");

  /**
   * Checks both.
   *
   * @throws IllegalArgumentException if the host is neither address nor name, or the port is none
   */
  public RouterEndpoint {
    if (port < 1 || port > Endpoint.MAX_PORT) {
      throw new IllegalArgumentException("a port is 1 to 65535, not " + port);
    }
    if (!isAddress(host) && (host.length() > MAX_HOST || !NAME.matcher(host).matches())) {
      throw new IllegalArgumentException("this is neither an address nor the name of a host");
    }
    if (isAddress(host) && IpAddress.parse(host).isUnspecified()) {
      throw new IllegalArgumentException("nobody is reached at " + host);
    }
  }

  /** That of an address. */
  public static RouterEndpoint of(Endpoint endpoint) {
    return new RouterEndpoint(endpoint.address().toString(), endpoint.port());
  }

  /** Whether the host is an address, and not a name. */
  boolean isAddress() {
    return isAddress(host);
  }

  private static boolean isAddress(String host) {
    try {
      IpAddress.parse(host);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** As WireGuard's tools write it. */
  @Override
  public String toString() {
    return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
  }
}
