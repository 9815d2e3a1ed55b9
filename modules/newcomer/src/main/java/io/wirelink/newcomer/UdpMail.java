package io.wirelink.newcomer;

import io.wirelink.device.IpAddress;
import io.wirelink.gossip.TransportException;
import io.wirelink.gossip.UdpTransport;
import java.io.IOException;
import java.net.NetworkInterface;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** By UDP, as agents do. */
final class UdpMail implements RouterMail {

  /** An answer and its like; more than this is nobody's. */
  private static final int MAX_WAITING = 16;

  /** How often an address that was put on the interface just now is tried. */
  private static final int TRIES = 50;

  private static final long PAUSE_MILLIS = 100;

  private final LinkedBlockingQueue<byte[]> arrived = new LinkedBlockingQueue<>(MAX_WAITING);
  private final UdpTransport transport;

  private UdpMail(IpAddress own, int scopeId, int port) throws TransportException {
    transport = UdpTransport.open(own, scopeId, port, (source, packet) -> arrived.offer(packet));
  }

  /** Opens it as soon as the address is there. */
  static RouterMail open(String interfaceName, IpAddress own, int port)
      throws IOException, InterruptedException {
    for (int i = 1; ; i++) {
      NetworkInterface found = NetworkInterface.getByName(interfaceName);
      if (found == null) {
        throw new IOException("the interface " + interfaceName + " is gone");
      }
      try {
        return new UdpMail(own, found.getIndex(), port);
      } catch (TransportException e) {
        if (e.reason() != TransportException.Reason.ADDRESS_UNAVAILABLE || i == TRIES) {
          throw e;
        }
        TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
      }
    }
  }

  @Override
  public void send(IpAddress destination, byte[] packet) {
    transport.send(destination, packet);
  }

  @Override
  public Optional<byte[]> receive(Duration most) throws InterruptedException {
    return Optional.ofNullable(arrived.poll(most.toNanos(), TimeUnit.NANOSECONDS));
  }

  @Override
  public void close() {
    transport.close();
  }
}
