package io.wirelink.loop;

import io.wirelink.device.IpAddress;
import io.wirelink.gossip.TransportException;
import io.wirelink.gossip.UdpTransport;
import java.util.concurrent.locks.LockSupport;

/** Opens the agent's socket, as often as it takes. */
@FunctionalInterface
public interface SocketOpener {

  /** That of the host. */
  SocketOpener SYSTEM = UdpTransport::open;

  /**
   * Binds to an address and begins to receive.
   *
   * @throws TransportException if that cannot be, now or ever
   */
  UdpTransport open(IpAddress address, int scopeId, int port, UdpTransport.Inbox inbox)
      throws TransportException;

  /** Waits before the next try. */
  default void pause(long nanos) {
    LockSupport.parkNanos(nanos);
  }
}
