package io.wirelink.netlink;

import static io.wirelink.netlink.Bytes.attribute;
import static io.wirelink.netlink.Bytes.i32;
import static io.wirelink.netlink.Bytes.message;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.wirelink.device.DefaultRoute;
import io.wirelink.device.IpAddress;
import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

final class RouteTest {

  private static final int NEW_ROUTE = 24;
  private static final int INET = 2;
  private static final int INET6 = 10;
  private static final int OIF = 4;
  private static final int GATEWAY = 5;
  private static final int PRIORITY = 6;
  private static final int TABLE = 15;
  private static final int MAIN = 254;
  private static final int UNICAST = 1;

  private static final byte[] DEFAULT =
      route(
          rtmsg(INET, 0, MAIN, UNICAST),
          attribute(TABLE, i32(MAIN)),
          attribute(GATEWAY, bytes("192.168.1.1")),
          attribute(OIF, i32(7)),
          attribute(PRIORITY, i32(100)));

  @Test
  void aDefaultRouteHasGatewayInterfaceAndMetric() throws NetlinkException {
    assertEquals(Optional.of(to("192.168.1.1", 7, 100)), parse(DEFAULT));
  }

  @Test
  void whatHasNoMetricHasTheLeast() throws NetlinkException {
    assertEquals(
        Optional.of(to("fe80::1", 3, 0)),
        parse(
            route(
                rtmsg(INET6, 0, MAIN, UNICAST),
                attribute(GATEWAY, bytes("fe80::1")),
                attribute(OIF, i32(3)))));
  }

  @Test
  void aMetricHasNoSign() throws NetlinkException {
    assertEquals(
        Optional.of(to("fe80::1", 3, 0xffff_ffffL)),
        parse(
            route(
                rtmsg(INET6, 0, MAIN, UNICAST),
                attribute(GATEWAY, bytes("fe80::1")),
                attribute(PRIORITY, i32(-1)),
                attribute(OIF, i32(3)))));
  }

  @Test
  void otherRoutesAreLeftOut() throws NetlinkException {
    byte[] gateway = attribute(GATEWAY, bytes("192.168.1.1"));
    byte[] link = attribute(OIF, i32(7));
    for (byte[] other :
        new byte[][] {
          route(rtmsg(INET, 24, MAIN, UNICAST), gateway, link),
          route(rtmsg(INET, 0, 255, UNICAST), gateway, link),
          route(rtmsg(INET, 0, MAIN, UNICAST), attribute(TABLE, i32(51820)), gateway, link),
          route(rtmsg(INET, 0, MAIN, 7), gateway, link),
          route(rtmsg(28, 0, MAIN, UNICAST), gateway, link),
          route(rtmsg(INET, 0, MAIN, UNICAST), link),
          route(rtmsg(INET, 0, MAIN, UNICAST), gateway),
        }) {
      assertEquals(Optional.empty(), parse(other));
    }
  }

  @Test
  void aGatewayOfAnotherLengthIsMalformed() {
    byte[] bytes =
        route(
            rtmsg(INET6, 0, MAIN, UNICAST),
            attribute(GATEWAY, new byte[4]),
            attribute(OIF, i32(3)));
    assertThrows(NetlinkException.class, () -> parse(bytes));
  }

  @Property
  void aMessageWithAnyByteWrongIsReadOrRefused(
      @ForAll @IntRange(min = 0) int place, @ForAll byte value) {
    byte[] wrong = DEFAULT.clone();
    wrong[place % wrong.length] = value;
    try {
      readAll(wrong);
    } catch (NetlinkException e) {
      assertEquals(NetlinkException.MALFORMED, e.errno());
    }
  }

  @Property
  void aMessageCutAnywhereIsRefusedAndNothingElse(@ForAll @IntRange(min = 1) int length) {
    byte[] cut = Arrays.copyOf(DEFAULT, 1 + length % (DEFAULT.length - 1));
    assertThrows(NetlinkException.class, () -> readAll(cut));
  }

  private static byte[] route(byte[] header, byte[]... attributes) {
    byte[][] parts = new byte[attributes.length + 1][];
    parts[0] = header;
    System.arraycopy(attributes, 0, parts, 1, attributes.length);
    return message(NEW_ROUTE, 2, 7, parts);
  }

  /** struct rtmsg of linux/rtnetlink.h. */
  private static byte[] rtmsg(int family, int destinationLength, int table, int type) {
    return new byte[] {
      (byte) family, (byte) destinationLength, 0, 0, (byte) table, 4, 0, (byte) type, 0, 0, 0, 0
    };
  }

  private static DefaultRoute to(String gateway, int link, long metric) {
    return new DefaultRoute(IpAddress.parse(gateway), link, metric);
  }

  private static byte[] bytes(String address) {
    return IpAddress.parse(address).bytes();
  }

  private static void readAll(byte[] datagram) throws NetlinkException {
    try (Arena arena = Arena.ofConfined()) {
      Message.readAll(Bytes.inNativeMemory(arena, datagram), Route::parse);
    }
  }

  private static Optional<DefaultRoute> parse(byte[] bytes) throws NetlinkException {
    try (Arena arena = Arena.ofConfined()) {
      return Route.parse(Bytes.messageOf(arena, bytes));
    }
  }
}
