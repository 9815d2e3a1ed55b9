package io.wirelink.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CidrTest {

  @Provide
  Arbitrary<Cidr> cidrs() {
    return Values.cidrs();
  }

  @Provide
  Arbitrary<IpAddress> addresses() {
    return Values.addresses();
  }

  @Property
  void aTextReadsBackAsTheSameNetwork(@ForAll("cidrs") Cidr cidr) {
    assertEquals(cidr, Cidr.parse(cidr.toString()));
  }

  @Property
  void maskingClearsTheBitsBehindThePrefixAndNoOthers(@ForAll("cidrs") Cidr cidr) {
    int hostBits = cidr.address().family().bits() - cidr.prefixLength();
    BigInteger expected = bits(cidr.address()).shiftRight(hostBits).shiftLeft(hostBits);
    assertEquals(expected, bits(cidr.masked().address()));
    assertEquals(cidr.prefixLength(), cidr.masked().prefixLength());
    assertEquals(cidr.masked(), cidr.masked().masked());
  }

  @Property
  void aNetworkContainsWhatHasItsPrefix(
      @ForAll("cidrs") Cidr cidr, @ForAll("addresses") IpAddress address) {
    int hostBits = cidr.address().family().bits() - cidr.prefixLength();
    boolean expected =
        cidr.address().family() == address.family()
            && bits(cidr.address()).shiftRight(hostBits).equals(bits(address).shiftRight(hostBits));
    assertEquals(expected, cidr.contains(address));
    assertTrue(cidr.contains(cidr.address()));
  }

  private static BigInteger bits(IpAddress address) {
    return new BigInteger(1, address.bytes());
  }

  @Test
  void anAddressAloneIsANetworkOfOne() {
    assertEquals(Cidr.parse("192.0.2.1/32"), Cidr.parse("192.0.2.1"));
    assertEquals(Cidr.parse("2001:db8::1/128"), Cidr.parse("2001:db8::1"));
    assertTrue(Cidr.parse("192.0.2.1").isHost());
    assertFalse(Cidr.parse("192.0.2.1/31").isHost());
  }

  @Test
  void bitsBehindThePrefixAreKept() {
    assertEquals("192.0.2.1/24", Cidr.parse("192.0.2.1/24").toString());
    assertEquals("192.0.2.0/24", Cidr.parse("192.0.2.1/24").masked().toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "192.0.2.0/",
        "192.0.2.0/33",
        "192.0.2.0/-1",
        "192.0.2.0/+1",
        "2001:db8::/129",
        "192.0.2.0/24/24",
        "192.0.2.0/255.255.255.0",
        "192.0.2/24",
        "example/24",
        "192.0.2.0/1000"
      })
  void everythingElseIsNoNetwork(String text) {
    assertThrows(IllegalArgumentException.class, () -> Cidr.parse(text));
  }
}
