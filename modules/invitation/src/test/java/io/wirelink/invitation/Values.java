package io.wirelink.invitation;

import io.wirelink.device.Cidr;
import io.wirelink.device.IpAddress;
import io.wirelink.device.PrivateKey;
import io.wirelink.device.PublicKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Random values of this module, for properties, and some to tell apart. */
final class Values {

  private Values() {}

  static PublicKey key(int number) {
    return new PublicKey(number, 2, 3, 4);
  }

  static PrivateKey privateKey(int number) {
    byte[] bytes = new byte[PublicKey.LENGTH];
    Arrays.fill(bytes, (byte) number);
    return PrivateKey.ofBytes(bytes);
  }

  static Arbitrary<PublicKey> keys() {
    Arbitrary<Long> part = Arbitraries.longs();
    return Combinators.combine(part, part, part, part).as(PublicKey::new);
  }

  static Arbitrary<Cidr> networks() {
    Arbitrary<Cidr> v4 =
        Combinators.combine(Arbitraries.integers(), Arbitraries.integers().between(0, 32))
            .as((bits, length) -> new Cidr(IpAddress.v4(bits), length));
    Arbitrary<Cidr> v6 =
        Combinators.combine(
                Arbitraries.longs(), Arbitraries.longs(), Arbitraries.integers().between(0, 128))
            .as(
                (high, low, length) ->
                    new Cidr(new IpAddress(IpAddress.Family.V6, high, low), length));
    return Arbitraries.oneOf(v4, v6);
  }

  static Arbitrary<RouterEndpoint> endpoints() {
    Arbitrary<String> addresses =
        networks()
            .map(Cidr::address)
            .filter(address -> !address.isUnspecified())
            .map(IpAddress::toString);
    Arbitrary<String> names = Arbitraries.of("vpn.example.org", "router", "xn--bcher-kva.example");
    return Combinators.combine(
            Arbitraries.oneOf(addresses, names), Arbitraries.integers().between(1, 65535))
        .as(RouterEndpoint::new);
  }

  static Arbitrary<InvitationLine> lines() {
    return Combinators.combine(
            keys(),
            Arbitraries.integers().between(1, 100).map(Values::privateKey),
            Arbitraries.longs().between(0, 0xffff_ffffL).map(Instant::ofEpochSecond),
            Arbitraries.integers().between(1, 65535),
            Arbitraries.of("", "desk", "Büro 2", "x".repeat(63)),
            networks().list().ofMinSize(1).ofMaxSize(InvitationLine.MAX_ADDRESSES),
            endpoints().list().ofMinSize(1).ofMaxSize(InvitationLine.MAX_ENDPOINTS))
        .as(InvitationLine::new);
  }

  static InvitationLine line() {
    return new InvitationLine(
        key(1),
        privateKey(7),
        Instant.parse("2030-01-01T00:00:00Z"),
        51821,
        "desk",
        List.of(Cidr.parse("10.77.0.13/24")),
        List.of(new RouterEndpoint("198.51.100.1", 51820)));
  }
}
