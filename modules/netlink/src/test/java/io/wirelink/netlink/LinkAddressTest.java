package io.wirelink.netlink;

import static io.wirelink.netlink.Bytes.attribute;
import static io.wirelink.netlink.Bytes.i32;
import static io.wirelink.netlink.Bytes.ifaddrmsg;
import static io.wirelink.netlink.Bytes.message;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.wirelink.device.Cidr;
import io.wirelink.device.InterfaceAddress;
import io.wirelink.device.IpAddress;
import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LinkAddressTest {

  private static final int NEW_ADDRESS = 20;
  private static final int INET = 2;
  private static final int INET6 = 10;
  private static final int ADDRESS = 1;
  private static final int LOCAL = 2;
  private static final int FLAGS = 8;
  private static final int PERMANENT = 0x80;

  private static final byte[] POINT_TO_POINT =
      message(
          NEW_ADDRESS,
          2,
          7,
          ifaddrmsg(INET, 32, PERMANENT, 0, 4),
          attribute(ADDRESS, bytes("192.0.2.2")),
          attribute(LOCAL, bytes("192.0.2.1")),
          attribute(3, Bytes.string("ppp0")),
          attribute(FLAGS, i32(PERMANENT)));

  @Test
  void ofAPointToPointLinkTheLocalEndIsRead() throws NetlinkException {
    assertEquals(Optional.of(address(4, "192.0.2.1/32", true)), parse(POINT_TO_POINT));
  }

  @Test
  void anIpv6AddressHasNoLocalEnd() throws NetlinkException {
    byte[] bytes =
        message(
            NEW_ADDRESS,
            2,
            7,
            ifaddrmsg(INET6, 64, PERMANENT, 253, 9),
            attribute(ADDRESS, bytes("fe80::1")));
    assertEquals(Optional.of(address(9, "fe80::1/64", true)), parse(bytes));
  }

  @ParameterizedTest(name = "{2}")
  @CsvSource({
    "0xC0, 0x200, true, the attribute goes before the header",
    "0x80, 0xC0, false, tentative",
    "0x80, 0x88, false, detection failed",
    "0x80, 0x44, true, tentative and optimistic",
    "0x80, 0x4C, false, optimistic and failed",
    "0x80, 0x2A0, true, deprecated",
  })
  void anAddressIsUsableUnlessDetectionRunsOrFailed(
      String header, String attribute, boolean usable, String why) throws NetlinkException {
    byte[] bytes =
        message(
            NEW_ADDRESS,
            2,
            7,
            ifaddrmsg(INET6, 64, Integer.decode(header), 0, 9),
            attribute(ADDRESS, bytes("2001:db8::1")),
            attribute(FLAGS, i32(Integer.decode(attribute))));
    assertEquals(Optional.of(address(9, "2001:db8::1/64", usable)), parse(bytes), why);
  }

  @Test
  void withoutTheAttributeTheHeadersFlagsCount() throws NetlinkException {
    byte[] bytes =
        message(
            NEW_ADDRESS,
            2,
            7,
            ifaddrmsg(INET6, 64, 0x40, 0, 9),
            attribute(ADDRESS, bytes("2001:db8::1")));
    assertEquals(Optional.of(address(9, "2001:db8::1/64", false)), parse(bytes));
  }

  @Test
  void addressesOfOtherFamiliesAreLeftOut() throws NetlinkException {
    byte[] mctp = message(NEW_ADDRESS, 2, 7, ifaddrmsg(45, 0, 0, 0, 9), attribute(LOCAL, i32(8)));
    assertEquals(Optional.empty(), parse(mctp));
  }

  @Test
  void anAddressThatIsTooShortOrAPrefixThatIsTooLongIsMalformed() {
    byte[] tooShort =
        message(NEW_ADDRESS, 2, 7, ifaddrmsg(INET6, 64, 0, 0, 9), attribute(ADDRESS, new byte[4]));
    byte[] tooLong =
        message(NEW_ADDRESS, 2, 7, ifaddrmsg(INET, 33, 0, 0, 9), attribute(ADDRESS, new byte[4]));
    assertThrows(NetlinkException.class, () -> parse(tooShort));
    assertThrows(NetlinkException.class, () -> parse(tooLong));
  }

  @Property
  void aMessageCutAnywhereIsRefusedAndNothingElse(@ForAll @IntRange(min = 1) int length) {
    byte[] cut = Arrays.copyOf(POINT_TO_POINT, 1 + length % (POINT_TO_POINT.length - 1));
    assertThrows(NetlinkException.class, () -> readAll(cut));
  }

  @Property
  void aMessageWithAnyByteWrongIsReadOrRefused(
      @ForAll @IntRange(min = 0) int place, @ForAll byte value) {
    byte[] wrong = POINT_TO_POINT.clone();
    wrong[place % wrong.length] = value;
    try {
      readAll(wrong);
    } catch (NetlinkException e) {
      assertEquals(NetlinkException.MALFORMED, e.errno());
    }
  }

  @Test
  void theRequestForANewAddressIsWhatTheKernelExpects() throws NetlinkException {
    FakeKernel kernel = new FakeKernel();
    kernel.answers(
        sequence -> java.util.List.of(FakeKernel.datagram(Bytes.verdict(0, 0, sequence))));
    try (Conversation conversation = Conversation.open(kernel, 0)) {
      conversation.tell(LinkAddress.requestAdd(conversation, 9, Cidr.parse("fe80::5/64")));
    }
    byte[] expected =
        message(
            NEW_ADDRESS,
            0x1 | 0x4 | 0x200 | 0x400,
            1,
            ifaddrmsg(INET6, 64, 0x82, 253, 9),
            attribute(LOCAL, bytes("fe80::5")),
            attribute(ADDRESS, bytes("fe80::5")),
            attribute(FLAGS, i32(0x82)));
    assertArrayEquals(expected, kernel.requests().getFirst());
  }

  private static LinkAddress address(int link, String cidr, boolean usable) {
    return new LinkAddress(link, new InterfaceAddress(Cidr.parse(cidr), usable));
  }

  private static byte[] bytes(String address) {
    return IpAddress.parse(address).bytes();
  }

  private static void readAll(byte[] datagram) throws NetlinkException {
    try (Arena arena = Arena.ofConfined()) {
      Message.readAll(Bytes.inNativeMemory(arena, datagram), LinkAddress::parse);
    }
  }

  private static Optional<LinkAddress> parse(byte[] bytes) throws NetlinkException {
    try (Arena arena = Arena.ofConfined()) {
      return LinkAddress.parse(Bytes.messageOf(arena, bytes));
    }
  }
}
