package io.wirelink.simulation;

import io.wirelink.device.IpAddress;

/** Something with addresses on network segments: a host or a NAT. */
interface Node {

  /** Its name in the trace. */
  String name();

  /** Whether it answers for an address on a segment at this moment. */
  boolean answersFor(Segment segment, IpAddress address);

  /** Takes a datagram that arrived from a segment. */
  void arrived(Segment segment, Datagram datagram);
}
