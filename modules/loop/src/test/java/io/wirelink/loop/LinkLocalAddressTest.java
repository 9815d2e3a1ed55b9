package io.wirelink.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wirelink.device.Cidr;
import io.wirelink.device.DeviceException;
import io.wirelink.device.HostInterface;
import io.wirelink.device.IpAddress;
import io.wirelink.gossip.TransportException;
import io.wirelink.gossip.UdpTransport;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How a host comes to its address in the tunnel, and keeps it. */
class LinkLocalAddressTest {
  private static final Cidr ADDRESS = new Cidr(FakeHost.LINK_LOCAL, 64);
  private static final IpAddress OTHER = IpAddress.parse("fe80::7");

  private final FakeHost host = new FakeHost();
  private final LinkLocalAddress address = addressOf(host);

  private LinkLocalAddress addressOf(SocketOpener opener) {
    return new LinkLocalAddress(host, opener, FakeHost.NAME, FakeHost.LINK_LOCAL);
  }

  private UdpTransport bind(boolean stopped) throws DeviceException {
    return address.bind(51821, (source, packet) -> true, () -> stopped);
  }

  private List<Cidr> putBack(HostInterface... interfaces) throws DeviceException {
    address.putBackIfMissing(List.of(interfaces));
    return List.copyOf(host.added);
  }

  @Test
  void theAddressIsPutOnTheInterfaceAndBound() throws Exception {
    bind(false).close();
    assertEquals(List.of(ADDRESS), List.copyOf(host.added));
    assertEquals(List.of(51821), host.tries);
    assertEquals(List.of(), host.pauses);
  }

  @Test
  void theSocketIsThatOfTheInterface() {
    SocketOpener refusing =
        (own, scopeId, port, inbox) -> {
          assertEquals(FakeHost.LINK_LOCAL, own);
          assertEquals(FakeHost.INDEX, scopeId);
          throw new IllegalStateException("asked");
        };
    assertThrows(
        IllegalStateException.class,
        () -> addressOf(refusing).bind(1, (source, packet) -> true, () -> false));
  }

  @Test
  void anAddressThatIsTentativeIsWaitedFor() throws Exception {
    host.tentative = LinkLocalAddress.TRIES - 1;
    bind(false).close();
    assertEquals(host.tentative, host.pauses.size());
  }

  @Test
  void anAddressThatStaysTentativeIsAFailureAfterTenSeconds() {
    host.tentative = LinkLocalAddress.TRIES;
    DeviceException e = assertThrows(DeviceException.class, () -> bind(false));
    assertEquals(DeviceException.Reason.FAILED, e.reason());
    assertTrue(e.getMessage().contains("cannot be bound"), e.getMessage());
    long waited = host.pauses.stream().mapToLong(Long::longValue).sum();
    assertEquals(10, Math.round(waited / 1e9));
  }

  @Test
  void whoIsToldToStopWaitsForNothing() {
    host.tentative = 1;
    assertThrows(DeviceException.class, () -> bind(true));
    assertEquals(List.of(), host.pauses);
  }

  @Test
  void aPortThatIsTakenIsNotWaitedFor() throws Exception {
    try (UdpTransport taken = UdpTransport.open(FakeHost.LOOPBACK, 0, 0, (from, packet) -> true)) {
      SocketOpener opener =
          (own, scopeId, port, inbox) ->
              UdpTransport.open(FakeHost.LOOPBACK, 0, taken.port(), inbox);
      DeviceException e =
          assertThrows(
              DeviceException.class,
              () -> addressOf(opener).bind(1, (source, packet) -> true, () -> false));
      assertEquals(DeviceException.Reason.FAILED, e.reason());
      assertEquals(
          TransportException.Reason.PORT_IN_USE, ((TransportException) e.getCause()).reason());
    }
  }

  @Test
  void anInterfaceThatGoesMeanwhileIsGone() {
    host.interfaces = List.of();
    DeviceException e = assertThrows(DeviceException.class, () -> bind(false));
    assertEquals(DeviceException.Reason.GONE, e.reason());
  }

  @Test
  void anAddressThatWasFlushedIsPutBack() throws Exception {
    assertEquals(List.of(ADDRESS), putBack(FakeHost.up(OTHER)));
  }

  @Test
  void anAddressThatIsThereStaysAsItIs() throws Exception {
    assertEquals(List.of(), putBack(FakeHost.up(OTHER, FakeHost.LINK_LOCAL)));
  }

  @Test
  void anInterfaceThatIsDownIsLeftAlone() throws Exception {
    assertEquals(List.of(), putBack(FakeHost.down()));
  }

  @Test
  void theInterfacesOfOthersAreLeftAlone() throws Exception {
    assertEquals(List.of(), putBack(new HostInterface("eth0", 2, true, List.of())));
  }
}
