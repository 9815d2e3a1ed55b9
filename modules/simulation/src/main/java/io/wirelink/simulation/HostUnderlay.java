package io.wirelink.simulation;

import io.wirelink.device.Endpoint;
import java.util.function.Predicate;

/**
 * What a WireGuard device sees of the host that it is on.
 *
 * @param program takes what is for the host itself, and says whether somebody there wants it
 */
record HostUnderlay(
    String name,
    HostClock clock,
    NetworkStack stack,
    InnerStack inner,
    Predicate<InnerPacket> program)
    implements Underlay {

  @Override
  public boolean send(Endpoint destination, int sourcePort, Message message) {
    return stack.send(destination, sourcePort, message);
  }

  @Override
  public void received(InnerPacket packet) {
    inner.received(packet, stack.ownsInTunnel(packet.destination()), program);
  }
}
