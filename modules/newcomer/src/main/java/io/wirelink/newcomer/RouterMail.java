package io.wirelink.newcomer;

import io.wirelink.device.IpAddress;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** Packets between the newcomer and the router, inside of the tunnel. */
public interface RouterMail extends AutoCloseable {

  /** Opens it. */
  @FunctionalInterface
  interface Opener {
    /**
     * Opens a socket.
     *
     * @param interfaceName of the tunnel
     * @param own the newcomer's link-local address there
     * @param port the UDP port, here and at the router
     * @throws IOException if that cannot be; the message is for the operator
     */
    RouterMail open(String interfaceName, IpAddress own, int port)
        throws IOException, InterruptedException;
  }

  /** Sends a packet to a link-local address; that it does not arrive is no error. */
  void send(IpAddress destination, byte[] packet);

  /** Waits for a packet; empty if none came in that time. */
  Optional<byte[]> receive(Duration most) throws InterruptedException;

  @Override
  void close();
}
