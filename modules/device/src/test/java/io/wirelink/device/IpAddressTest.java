package io.wirelink.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.Locale;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpAddressTest {

  @Provide
  Arbitrary<IpAddress> addresses() {
    return Values.addresses();
  }

  @Provide
  Arbitrary<IpAddress> ipv6() {
    return Values.ipv6Addresses();
  }

  @Provide
  Arbitrary<String> almostAddresses() {
    return Arbitraries.strings().withChars("0123456789abcfF:.%[]/ -").ofMaxLength(24);
  }

  @Property
  void aTextReadsBackAsTheSameAddress(@ForAll("addresses") IpAddress address) {
    assertEquals(address, IpAddress.parse(address.toString()));
  }

  @Property
  void bytesReadBackAsTheSameAddress(@ForAll("addresses") IpAddress address) {
    assertEquals(address, IpAddress.ofBytes(address.bytes()));
  }

  @Property
  void theLongFormOfTheJdkIsTheSameAddress(@ForAll("ipv6") IpAddress address) throws Exception {
    InetAddress jdk = InetAddress.getByAddress(address.bytes());
    String text =
        jdk instanceof Inet4Address ? "::ffff:" + jdk.getHostAddress() : jdk.getHostAddress();
    assertEquals(address, IpAddress.parse(text));
  }

  @Property
  void theJdkReadsOurTextAsTheSameBytes(@ForAll("addresses") IpAddress address) {
    assertEquals(address.toInetAddress(), InetAddress.ofLiteral(address.toString()));
  }

  @Property
  void theTextFollowsRfc5952(@ForAll("ipv6") IpAddress address) {
    String text = address.toString();
    assertEquals(text.toLowerCase(Locale.ROOT), text);
    if (address.isIpv4Mapped()) {
      assertTrue(text.matches("::ffff:[0-9.]+"), text);
      return;
    }
    assertEquals(text.indexOf("::"), text.lastIndexOf("::"), "one run is shortened at most");
    for (String group : text.split(":", -1)) {
      assertTrue(group.equals("0") || !group.startsWith("0"), "no leading zeroes: " + text);
    }
    String[] around = text.split("::", -1);
    int shortened = 8 - Arrays.stream(around).mapToInt(IpAddressTest::groups).sum();
    for (String part : around) {
      assertTrue(longestZeroRun(part) <= Math.max(shortened, 1), "the longest run: " + text);
    }
    assertTrue(longestZeroRun(around[0]) < Math.max(shortened, 2), "the first of them: " + text);
  }

  private static int groups(String part) {
    return part.isEmpty() ? 0 : part.split(":", -1).length;
  }

  private static int longestZeroRun(String part) {
    int longest = 0;
    int run = 0;
    for (String group : part.split(":", -1)) {
      run = group.equals("0") ? run + 1 : 0;
      longest = Math.max(longest, run);
    }
    return longest;
  }

  @Property
  void whateverIsReadIsAlsoAnAddressToTheJdk(@ForAll("almostAddresses") String text) {
    IpAddress address;
    try {
      address = IpAddress.parse(text);
    } catch (IllegalArgumentException e) {
      return;
    }
    assertEquals(address.toInetAddress(), InetAddress.ofLiteral(text));
  }

  @Property
  void theRangesAreThoseOfTheJdk(@ForAll("addresses") IpAddress address) {
    if (address.isIpv4Mapped()) {
      return;
    }
    InetAddress jdk = address.toInetAddress();
    assertEquals(jdk.isLinkLocalAddress(), address.isLinkLocal());
    assertEquals(jdk.isLoopbackAddress(), address.isLoopback());
    assertEquals(jdk.isMulticastAddress(), address.isMulticast());
    assertEquals(jdk.isAnyLocalAddress(), address.isUnspecified());
  }

  @Property
  void addressesAreOrderedAsTheirBytes(
      @ForAll("addresses") IpAddress one, @ForAll("addresses") IpAddress other) {
    int expected =
        one.family() == other.family()
            ? Arrays.compareUnsigned(one.bytes(), other.bytes())
            : one.family().compareTo(other.family());
    assertEquals(Integer.signum(expected), Integer.signum(one.compareTo(other)));
  }

  @ParameterizedTest
  @CsvSource({
    "::, ::",
    "::1, 0:0:0:0:0:0:0:1",
    "2001:db8::1, 2001:0DB8:0::0001",
    "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
    "2001:db8::1:0:0:1, 2001:db8:0:0:1:0:0:1",
    "2001:0:0:1::1, 2001:0:0:1:0:0:0:1",
    "1:2:3:4:5:6:7:0, 1:2:3:4:5:6:7::",
    "::ffff:192.0.2.1, ::ffff:c000:201",
    "64:ff9b::c000:201, 64:ff9b::192.0.2.1",
    "192.0.2.1, 192.0.2.1"
  })
  void otherFormsHaveOneCanonicalText(String canonical, String other) {
    assertEquals(canonical, IpAddress.parse(other).toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "localhost",
        "example.org",
        "192.0.2",
        "192.0.2.256",
        "192.0.2.01",
        "0x7f.0.0.1",
        "1.2.3.4.5",
        "192.0.2.1 ",
        "1:2:3:4:5:6:7",
        "1:2:3:4:5:6:7:8:9",
        "1::2::3",
        ":::",
        ":1",
        "1:",
        "00001::",
        "fe80::1%1",
        "[::1]",
        "::1/64",
        "::g",
        "::1.2.3",
        "::01.2.3.4",
        "1.2.3.4::",
        "::١"
      })
  void everythingElseIsNoAddress(String text) {
    Exception e = assertThrows(IllegalArgumentException.class, () -> IpAddress.parse(text));
    assertEquals("\"" + text + "\" is not an IPv4 or IPv6 address", e.getMessage());
  }

  @Test
  void aMappedAddressStaysSixteenBytes() {
    IpAddress mapped = IpAddress.parse("::ffff:192.0.2.1");
    assertEquals(IpAddress.Family.V6, mapped.family());
    assertTrue(mapped.isIpv4Mapped());
    assertEquals(16, mapped.bytes().length);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "10.0.0.1",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.1.1",
        "100.64.0.1",
        "100.127.9.9",
        "fd00::1"
      })
  void privateRangesCountAsGlobalUnicast(String text) {
    assertTrue(IpAddress.parse(text).isPrivate());
    assertTrue(IpAddress.parse(text).isGlobalUnicast());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "9.255.255.255",
        "11.0.0.0",
        "172.15.0.1",
        "172.32.0.1",
        "100.63.0.1",
        "100.128.0.1",
        "192.169.0.1",
        "2001:db8::1",
        "fe00::1"
      })
  void neighboursOfPrivateRangesAreNotPrivate(String text) {
    assertFalse(IpAddress.parse(text).isPrivate());
    assertTrue(IpAddress.parse(text).isGlobalUnicast());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.0.0.0",
        "127.0.0.1",
        "169.254.1.1",
        "224.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "fe80::1",
        "ff02::1"
      })
  void whatOthersCannotUseIsNotGlobalUnicast(String text) {
    assertFalse(IpAddress.parse(text).isGlobalUnicast());
  }
}
