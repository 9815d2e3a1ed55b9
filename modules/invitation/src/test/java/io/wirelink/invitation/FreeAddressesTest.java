package io.wirelink.invitation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wirelink.device.Cidr;
import io.wirelink.device.IpAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

final class FreeAddressesTest {

  private static final List<Cidr> ROUTER = cidrs("10.77.0.1/24", "fd77::1/64");

  private static List<Cidr> cidrs(String... texts) {
    return Stream.of(texts).map(Cidr::parse).toList();
  }

  private static Optional<List<Cidr>> next(List<Cidr> networks, List<Cidr> taken) {
    return new FreeAddresses(networks, taken, 0, 1).next();
  }

  @Test
  void theLowestNumberThatIsFreeInAllNetworksIsGiven() {
    assertEquals(Optional.of(cidrs("10.77.0.2/24", "fd77::2/64")), next(ROUTER, List.of()));
    assertEquals(
        Optional.of(cidrs("10.77.0.4/24", "fd77::4/64")),
        next(ROUTER, cidrs("10.77.0.2/32", "fd77::3/128")));
  }

  @Test
  void whatIsRoutedToAPartOfTheNetworkIsTakenAndTheNetworkItselfIsNot() {
    assertEquals(
        Optional.of(cidrs("10.77.0.128/24")),
        next(cidrs("10.77.0.1/24"), cidrs("10.77.0.0/25", "10.77.0.0/24", "0.0.0.0/0")));
  }

  @Test
  void aNetworkThatIsFullHasNoneLeft() {
    List<Cidr> taken = new ArrayList<>();
    List<Cidr> networks = cidrs("10.77.0.1/29");
    Optional<List<Cidr>> given = next(networks, taken);
    while (given.isPresent()) {
      taken.add(Cidr.host(given.get().getFirst().address()));
      given = next(networks, taken);
    }
    assertEquals(cidrs("10.77.0.2", "10.77.0.3", "10.77.0.4", "10.77.0.5", "10.77.0.6"), taken);
    assertEquals(Optional.empty(), next(cidrs("10.77.0.1/32"), List.of()));
    assertEquals(Optional.empty(), next(cidrs("10.77.0.0/31"), List.of()));
    assertEquals(Optional.empty(), next(List.of(), List.of()));
  }

  @Property(tries = 200)
  void routersThatHearNothingOfEachOtherGiveNoAddressTwice(
      @ForAll @IntRange(min = 1, max = 5) int routers,
      @ForAll @IntRange(min = 1, max = 30) int each) {
    Set<IpAddress> all = new HashSet<>();
    for (int router = 0; router < routers; router++) {
      List<Cidr> taken = new ArrayList<>();
      for (int i = 0; i < each; i++) {
        List<Cidr> given = new FreeAddresses(ROUTER, taken, router, routers).next().orElseThrow();
        given.forEach(cidr -> taken.add(Cidr.host(cidr.address())));
        given.forEach(cidr -> assertTrue(all.add(cidr.address()), cidr::toString));
      }
    }
  }

  @Test
  void itIsKnownWhatIsInside() {
    FreeAddresses free = new FreeAddresses(ROUTER, List.of(), 0, 1);
    assertTrue(free.isInside(IpAddress.parse("10.77.0.200")));
    assertFalse(free.isInside(IpAddress.parse("10.78.0.1")));
    assertFalse(free.isFree(IpAddress.parse("10.77.0.1")), "the router's own");
  }

  @Test
  void whatSomebodyHadIsFreeUnlessItIsInWhatOthersHaveOfTheTunnel() {
    List<Cidr> others =
        cidrs("0.0.0.0/0", "10.77.0.0/24", "10.77.0.5/32", "10.77.0.64/28", "192.168.5.0/24");
    FreeAddresses free = new FreeAddresses(ROUTER, others, 0, 1);
    for (String each :
        List.of("10.77.0.6/32", "10.77.0.0/29", "10.77.0.0/24", "192.168.5.0/24", "10.0.0.0/8")) {
      assertTrue(free.isFree(Cidr.parse(each)), each);
    }
    for (String each :
        List.of("10.77.0.5/32", "10.77.0.64/28", "10.77.0.70/32", "10.77.0.68/30", "fd77::1/128")) {
      assertFalse(free.isFree(Cidr.parse(each)), each);
    }
  }
}
