package io.wirelink.names;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wirelink.device.Cidr;
import io.wirelink.device.IpAddress;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.Name;

class ReverseNameTest {

  @ParameterizedTest
  @CsvSource({
    "10.77.0.12/32, 12.0.77.10.in-addr.arpa.",
    "10.77.0.0/24, 0.77.10.in-addr.arpa.",
    "10.0.0.0/8, 10.in-addr.arpa.",
    "fd77::/16, 7.7.d.f.ip6.arpa.",
    "2001:db0::/28, b.d.0.1.0.0.2.ip6.arpa.",
  })
  void aNetworkHasItsName(String network, String name) {
    assertEquals(Name.fromConstantString(name), of(network));
  }

  private static Name of(String network) {
    return ReverseName.of(Cidr.parse(network));
  }

  @Property
  void anAddressIsReadFromItsName(@ForAll long high, @ForAll long low, @ForAll int v4) {
    for (IpAddress address :
        List.of(new IpAddress(IpAddress.Family.V6, high, low), IpAddress.v4(v4))) {
      Cidr host = Cidr.host(address);
      assertEquals(Optional.of(host), ReverseName.parse(ReverseName.of(host)));
    }
  }

  @Property
  void theZonesOfANetworkAreThatNetwork(
      @ForAll long high, @ForAll long low, @ForAll @IntRange(min = 1, max = 128) int length) {
    for (IpAddress address :
        List.of(new IpAddress(IpAddress.Family.V6, high, low), IpAddress.v4((int) low))) {
      if (length > address.family().bits()) {
        continue;
      }
      Cidr network = new Cidr(address, length).masked();
      List<Cidr> zones = ReverseName.zones(network);
      int bits = ReverseName.labelBits(address.family());
      int missing = (bits - length % bits) % bits;
      assertEquals(1 << missing > ReverseName.MAX_ZONES ? 0 : 1 << missing, zones.size());
      assertEquals(zones.size(), zones.stream().distinct().count());
      assertTrue(zones.stream().allMatch(network::contains));
      assertTrue(zones.stream().allMatch(zone -> zone.prefixLength() == length + missing));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "wg0.wirelink.",
        "arpa.",
        "256.1.1.10.in-addr.arpa.",
        "01.1.1.10.in-addr.arpa.",
        "-1.in-addr.arpa.",
        "1.1.1.1.1.in-addr.arpa.",
        "a.in-addr.arpa.",
        "g.ip6.arpa.",
        "10.ip6.arpa.",
        "\\000.ip6.arpa.",
      })
  void whatIsNoNameOfAnAddressIsNone(String name) {
    assertEquals(Optional.empty(), ReverseName.parse(Name.fromConstantString(name)));
  }

  @Test
  void aNetworkThatEndsWithinALabelHasNoName() {
    assertThrows(IllegalArgumentException.class, () -> of("10.77.0.0/23"));
    assertEquals(List.of(), ReverseName.zones(Cidr.parse("0.0.0.0/0")));
    assertEquals(2, ReverseName.zones(Cidr.parse("10.77.1.0/23")).size());
  }
}
