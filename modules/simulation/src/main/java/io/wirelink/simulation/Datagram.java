package io.wirelink.simulation;

import io.wirelink.device.Endpoint;

/**
 * A UDP datagram outside the tunnels.
 *
 * @param origin the host that sent it, whatever NATs made of its source
 * @param source where it comes from, as far as its bearer can tell
 * @param destination where it goes
 * @param message what it carries
 */
record Datagram(String origin, Endpoint source, Endpoint destination, Message message) {

  private static final int IPV4_HEADER = 20;
  private static final int IPV6_HEADER = 40;
  private static final int UDP_HEADER = 8;

  /** The length in bytes, from the IP header on. */
  int length() {
    int header =
        switch (destination.address().family()) {
          case V4 -> IPV4_HEADER;
          case V6 -> IPV6_HEADER;
        };
    return header + UDP_HEADER + message.length();
  }

  Datagram withSource(Endpoint newSource) {
    return new Datagram(origin, newSource, destination, message);
  }

  Datagram withDestination(Endpoint newDestination) {
    return new Datagram(origin, source, newDestination, message);
  }

  @Override
  public String toString() {
    return source + " -> " + destination + " " + message;
  }
}
