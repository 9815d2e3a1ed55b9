package io.wirelink.netlink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.wirelink.netlink.bindings.Linux;
import java.lang.foreign.Arena;
import org.junit.jupiter.api.Test;

/** The real calls, as far as they need no privilege. */
final class NetlinkSocketTest {

  private static final int NO_PROTOCOL = 31;

  @Test
  void aProtocolThatTheKernelDoesNotHaveIsRefusedWithItsNumber() {
    try (Arena arena = Arena.ofConfined()) {
      NetlinkException e =
          assertThrows(
              NetlinkException.class, () -> NetlinkSocket.open(arena, NO_PROTOCOL).close());
      assertEquals(Linux.EPROTONOSUPPORT(), e.errno());
      assertEquals("socket", e.words());
    }
  }

  @Test
  void whereNothingComesTheWaitEnds() throws NetlinkException {
    try (Arena arena = Arena.ofConfined();
        NetlinkSocket socket = NetlinkSocket.open(arena, Linux.NETLINK_ROUTE())) {
      socket.setReceiveTimeoutMillis(1);
      NetlinkException e = assertThrows(NetlinkException.class, socket::receive);
      assertEquals(Linux.EAGAIN(), e.errno());
    }
  }

  @Test
  void eachSocketHasAnAddressOfItsOwn() throws NetlinkException {
    try (Arena arena = Arena.ofConfined();
        NetlinkSocket one = NetlinkSocket.open(arena, Linux.NETLINK_ROUTE());
        NetlinkSocket other = NetlinkSocket.open(arena, Linux.NETLINK_ROUTE())) {
      assertNotEquals(one.portId(), other.portId());
    }
  }

  @Test
  void whatWasReceivedIsClearedAtTheEnd() throws NetlinkException {
    try (Arena arena = Arena.ofConfined()) {
      NetlinkSocket socket = NetlinkSocket.open(arena, Linux.NETLINK_ROUTE());
      Request request = new Request(arena, Linux.NLMSG_NOOP(), Linux.NLM_F_ACK());
      socket.send(request.message());
      var answer = socket.receive();
      assertNotEquals(0, answer.get(Linux.C_INT, 0));
      socket.close();
      socket.close();
      assertEquals(0, answer.get(Linux.C_INT, 0));
    }
  }
}
