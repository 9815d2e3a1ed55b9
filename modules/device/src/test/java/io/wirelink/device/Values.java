package io.wirelink.device;

import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** Random values of this module, for properties. */
final class Values {

  private static final int MOST_NETWORKS = 5;

  private Values() {}

  static Arbitrary<PublicKey> publicKeys() {
    Arbitrary<Long> part = Arbitraries.longs();
    return Combinators.combine(part, part, part, part).as(PublicKey::new);
  }

  static Arbitrary<IpAddress> ipv4Addresses() {
    return Arbitraries.integers().map(IpAddress::v4);
  }

  /** IPv6 addresses, many of them with runs of zeroes, some of them mapped. */
  static Arbitrary<IpAddress> ipv6Addresses() {
    Arbitrary<Integer> group =
        Arbitraries.frequencyOf(
            Tuple.of(3, Arbitraries.just(0)),
            Tuple.of(1, Arbitraries.just(0xffff)),
            Tuple.of(2, Arbitraries.integers().between(0, 0xffff)));
    return group.list().ofSize(8).map(Values::ofGroups);
  }

  static Arbitrary<IpAddress> addresses() {
    return Arbitraries.oneOf(ipv4Addresses(), ipv6Addresses());
  }

  static Arbitrary<Cidr> cidrs() {
    return addresses()
        .flatMap(
            address ->
                Arbitraries.integers()
                    .between(0, address.family().bits())
                    .map(length -> new Cidr(address, length)));
  }

  static Arbitrary<Endpoint> endpoints() {
    return Combinators.combine(
            addresses(),
            Arbitraries.integers().between(0, Endpoint.MAX_PORT),
            Arbitraries.integers().between(0, 1 << 20))
        .as((address, port, scope) -> new Endpoint(address, port, scoped(address) ? scope : 0));
  }

  static Arbitrary<Set<Cidr>> networks() {
    return cidrs().map(Cidr::masked).set().ofMaxSize(MOST_NETWORKS);
  }

  private static boolean scoped(IpAddress address) {
    return address.family() == IpAddress.Family.V6 && address.isLinkLocal();
  }

  private static IpAddress ofGroups(List<Integer> groups) {
    long high = 0;
    long low = 0;
    for (int i = 0; i < 4; i++) {
      high = high << 16 | groups.get(i);
      low = low << 16 | groups.get(4 + i);
    }
    return new IpAddress(IpAddress.Family.V6, high, low);
  }
}
