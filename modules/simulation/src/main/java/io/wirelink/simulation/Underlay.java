package io.wirelink.simulation;

import io.wirelink.device.Endpoint;

/** What a WireGuard device needs of its host. */
interface Underlay {

  /** Its name in the trace. */
  String name();

  HostClock clock();

  /** Sends a message outside of the tunnel, and says whether there was a way. */
  boolean send(Endpoint destination, int sourcePort, Message message);

  /** Takes a packet that came out of the tunnel. */
  void received(InnerPacket packet);
}
