package io.wirelink.loop;

import io.wirelink.device.Cidr;
import io.wirelink.device.DeviceException;
import io.wirelink.device.HostInterface;
import io.wirelink.device.HostNetwork;
import io.wirelink.device.IpAddress;
import io.wirelink.gossip.TransportException;
import io.wirelink.gossip.UdpTransport;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This host's address in the tunnel: puts it on the interface, keeps it there, and binds the
 * agent's port to it.
 */
final class LinkLocalAddress {

  private static final Logger log = LoggerFactory.getLogger(LinkLocalAddress.class);

  private static final int PREFIX_LENGTH = 64;

  private static final long PAUSE_NANOS = 20_000_000L;

  /**
   * How often it is tried to bind the address, which is for ten seconds: an interface that only
   * just came up holds it as tentative for a moment, whatever the flags say.
   */
  static final int TRIES = 500;

  private final HostNetwork network;
  private final SocketOpener opener;
  private final String interfaceName;
  private final IpAddress address;

  LinkLocalAddress(
      HostNetwork network, SocketOpener opener, String interfaceName, IpAddress address) {
    this.network = network;
    this.opener = opener;
    this.interfaceName = interfaceName;
    this.address = address;
  }

  /**
   * Puts the address on the interface if it is not there any more: somebody flushed it, or the
   * interface went down.
   */
  void putBackIfMissing(List<HostInterface> interfaces) throws DeviceException {
    for (HostInterface each : interfaces) {
      if (each.name().equals(interfaceName) && each.up() && !isOn(each)) {
        log.info("{} has lost {}: putting it back", interfaceName, address);
        network.addAddress(interfaceName, new Cidr(address, PREFIX_LENGTH));
      }
    }
  }

  private boolean isOn(HostInterface each) {
    return each.addresses().stream().anyMatch(a -> a.cidr().address().equals(address));
  }

  /**
   * Puts the address on the interface and binds to it as soon as that is possible.
   *
   * @param stopped whether to give up
   * @throws DeviceException if it cannot be bound within some seconds
   */
  UdpTransport bind(int port, UdpTransport.Inbox inbox, BooleanSupplier stopped)
      throws DeviceException {
    network.addAddress(interfaceName, new Cidr(address, PREFIX_LENGTH));
    int tries = 0;
    while (true) {
      HostInterface own = find(network.interfaces());
      try {
        return opener.open(address, own.index(), port, inbox);
      } catch (TransportException e) {
        tries++;
        boolean mayCome = e.reason() == TransportException.Reason.ADDRESS_UNAVAILABLE;
        if (!mayCome || stopped.getAsBoolean() || tries == TRIES) {
          throw new DeviceException(
              DeviceException.Reason.FAILED, String.valueOf(e.getMessage()), e);
        }
      }
      opener.pause(PAUSE_NANOS);
    }
  }

  private HostInterface find(List<HostInterface> interfaces) throws DeviceException {
    return interfaces.stream()
        .filter(each -> each.name().equals(interfaceName))
        .findFirst()
        .orElseThrow(
            () ->
                new DeviceException(
                    DeviceException.Reason.GONE, "the interface " + interfaceName + " is gone"));
  }
}
