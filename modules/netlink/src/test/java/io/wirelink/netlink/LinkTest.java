package io.wirelink.netlink;

import static io.wirelink.netlink.Bytes.attribute;
import static io.wirelink.netlink.Bytes.i32;
import static io.wirelink.netlink.Bytes.ifinfomsg;
import static io.wirelink.netlink.Bytes.message;
import static io.wirelink.netlink.Bytes.nested;
import static io.wirelink.netlink.Bytes.string;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

final class LinkTest {

  private static final int NEW_LINK = 16;
  private static final int UP = 1;
  private static final int NAME = 3;
  private static final int MTU = 4;
  private static final int LINK_INFO = 18;
  private static final int KIND = 1;
  private static final int UNKNOWN = 70;

  private static final byte[] WIREGUARD =
      message(
          NEW_LINK,
          0,
          7,
          ifinfomsg(5, UP | 0x10090),
          attribute(NAME, string("wg0")),
          attribute(MTU, i32(1420)),
          attribute(UNKNOWN, new byte[3]),
          nested(LINK_INFO, attribute(KIND, string("wireguard"))));

  @Test
  void anInterfaceIsReadWithItsKind() throws NetlinkException {
    assertEquals(new Link(5, "wg0", true, 1420, "wireguard"), parse(WIREGUARD));
  }

  @Test
  void anInterfaceThatIsDownOrOfNoKindIsReadAsSuch() throws NetlinkException {
    byte[] bytes = lo();
    assertEquals(new Link(1, "lo", false, 65536, ""), parse(bytes));
  }

  @Test
  void anInterfaceWithoutNameOrMtuIsMalformed() {
    byte[] nameless = message(NEW_LINK, 0, 7, ifinfomsg(1, 8), attribute(MTU, i32(65536)));
    byte[] endless = message(NEW_LINK, 0, 7, ifinfomsg(1, 8), attribute(NAME, string("lo")));
    assertThrows(NetlinkException.class, () -> parse(nameless));
    assertThrows(NetlinkException.class, () -> parse(endless));
  }

  @Test
  void aDatagramHoldsManyMessages() throws NetlinkException {
    byte[] lo = lo();
    List<String> names = new ArrayList<>();
    try (Arena arena = Arena.ofConfined()) {
      Message.readAll(
          Bytes.inNativeMemory(arena, Bytes.join(lo, WIREGUARD, lo)),
          message -> names.add(Link.parse(message).name()));
    }
    assertEquals(List.of("lo", "wg0", "lo"), names);
  }

  @Property
  void aMessageCutAnywhereIsRefusedAndNothingElse(@ForAll @IntRange(max = 95) int length) {
    byte[] cut = Arrays.copyOf(WIREGUARD, Math.min(length, WIREGUARD.length - 1));
    if (cut.length > 0) {
      assertThrows(NetlinkException.class, () -> readAll(cut));
    }
  }

  @Property
  void aMessageWithAnyByteWrongIsReadOrRefused(
      @ForAll @IntRange(max = 95) int place, @ForAll byte value) {
    byte[] wrong = WIREGUARD.clone();
    wrong[Math.min(place, wrong.length - 1)] = value;
    try {
      readAll(wrong);
    } catch (NetlinkException e) {
      assertEquals(NetlinkException.MALFORMED, e.errno());
    }
  }

  private static byte[] lo() {
    return message(
        NEW_LINK, 0, 7, ifinfomsg(1, 8), attribute(NAME, string("lo")), attribute(MTU, i32(65536)));
  }

  private static void readAll(byte[] datagram) throws NetlinkException {
    try (Arena arena = Arena.ofConfined()) {
      Message.readAll(Bytes.inNativeMemory(arena, datagram), Link::parse);
    }
  }

  private static Link parse(byte[] bytes) throws NetlinkException {
    try (Arena arena = Arena.ofConfined()) {
      return Link.parse(Bytes.messageOf(arena, bytes));
    }
  }
}
