package io.wirelink.fact;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.wirelink.device.Cidr;
import io.wirelink.device.Endpoint;
import io.wirelink.device.IpAddress;
import io.wirelink.device.PublicKey;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** Random values of this module, for properties. */
final class Samples {

  private Samples() {}

  /** A key that differs from others by its number. */
  static PublicKey key(int number) {
    return new PublicKey(number, 0, 0, 0);
  }

  static Fact endpoint(int subject, String endpoint) {
    return Fact.endpoint(key(subject), Endpoint.parse(endpoint));
  }

  static Arbitrary<PublicKey> keys() {
    Arbitrary<Long> part = Arbitraries.longs();
    return Combinators.combine(part, part, part, part).as(PublicKey::new);
  }

  /** Addresses that a fact may speak of: any but IPv4-mapped ones. */
  static Arbitrary<IpAddress> addresses() {
    Arbitrary<IpAddress> v6 =
        Combinators.combine(Arbitraries.longs(), Arbitraries.longs())
            .as((high, low) -> new IpAddress(IpAddress.Family.V6, high, low))
            .filter(address -> !address.isIpv4Mapped());
    return Arbitraries.oneOf(Arbitraries.integers().map(IpAddress::v4), v6);
  }

  static Arbitrary<FactValue> values() {
    Arbitrary<FactValue> alive =
        Combinators.combine(Arbitraries.longs(), Arbitraries.longs())
            .as((high, low) -> new FactValue.Alive(new BootId(high, low)));
    Arbitrary<FactValue> endpoint =
        Combinators.combine(addresses(), Arbitraries.integers().between(0, Endpoint.MAX_PORT))
            .as((address, port) -> new FactValue.AtEndpoint(new Endpoint(address, port)));
    Arbitrary<FactValue> cidr =
        addresses()
            .flatMap(
                address ->
                    Arbitraries.integers()
                        .between(0, address.family().bits())
                        .map(length -> new FactValue.AllowedCidr(new Cidr(address, length))));
    return Arbitraries.oneOf(
        alive,
        endpoint,
        cidr,
        Arbitraries.just(new FactValue.Member()),
        metadata().map(FactValue.Membership::new));
  }

  /** Metadata with a name, a flag, unknown keys, or none of them. */
  static Arbitrary<MemberMetadata> metadata() {
    Arbitrary<String> name =
        Arbitraries.strings()
            .excludeChars('\0')
            .ofMaxLength(20)
            .map(text -> new String(text.getBytes(UTF_8), ISO_8859_1));
    Arbitrary<String> flag = Arbitraries.of("\0", "\1");
    Arbitrary<Map<Integer, String>> others =
        Arbitraries.maps(
                Arbitraries.integers()
                    .between(0, 0xff)
                    .filter(key -> key != MemberMetadata.NAME && key != MemberMetadata.BASIC),
                Arbitraries.strings().withCharRange('\0', '\u00ff').ofMaxLength(200))
            .ofMaxSize(3);
    return Combinators.combine(name.injectNull(0.3), flag.injectNull(0.3), others)
        .as(
            (aName, aFlag, rest) -> {
              TreeMap<Integer, String> entries = new TreeMap<>(rest);
              if (aName != null) {
                entries.put(MemberMetadata.NAME, aName);
              }
              if (aFlag != null) {
                entries.put(MemberMetadata.BASIC, aFlag);
              }
              return new MemberMetadata(entries);
            });
  }

  static Arbitrary<TimedFact> timedFacts() {
    Arbitrary<Integer> ttl =
        Arbitraries.frequencyOf(
            Tuple.of(1, Arbitraries.of(0, 1, 127, 128, 16383, 16384, Fact.MAX_TTL_SECONDS)),
            Tuple.of(3, Arbitraries.integers().between(0, Fact.MAX_TTL_SECONDS)));
    return Combinators.combine(keys(), values(), ttl)
        .as((subject, value, seconds) -> new TimedFact(new Fact(subject, value), seconds));
  }
}
