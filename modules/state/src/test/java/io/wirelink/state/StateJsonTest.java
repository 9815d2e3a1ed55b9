package io.wirelink.state;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.wirelink.agent.RememberedMesh;
import io.wirelink.device.Cidr;
import io.wirelink.device.Endpoint;
import io.wirelink.device.IpAddress;
import io.wirelink.device.PublicKey;
import io.wirelink.fact.Fact;
import io.wirelink.fact.MemberMetadata;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever is written is read again, and whatever else is read harms nobody. */
class StateJsonTest {
  private static final PublicKey SELF = new PublicKey(1, 2, 3, 4);

  @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
  void whatIsWrittenIsReadAgain(@ForAll("meshes") RememberedMesh mesh) throws StateJson.Damaged {
    assertEquals(mesh, StateJson.read(StateJson.write(mesh).getBytes(UTF_8)));
  }

  @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
  void oneWrongByteIsNoticedOrHarmless(
      @ForAll("meshes") RememberedMesh mesh, @ForAll int where, @ForAll byte what) {
    byte[] bytes = StateJson.write(mesh).getBytes(UTF_8);
    bytes[Math.floorMod(where, bytes.length)] = what;
    try {
      StateJson.read(bytes);
    } catch (StateJson.Damaged e) {
      // That is all that may be thrown.
    }
  }

  @Provide
  Arbitrary<RememberedMesh> meshes() {
    Arbitrary<RememberedMesh.Known> known =
        Combinators.combine(facts(), Arbitraries.integers().between(0, 700_000))
            .as((fact, age) -> new RememberedMesh.Known(fact, Duration.ofSeconds(age)));
    Arbitrary<List<RememberedMesh.Known>> all =
        known.list().ofMaxSize(12).uniqueElements(RememberedMesh.Known::fact);
    Arbitrary<Instant> saved =
        Arbitraries.longs().between(0, 100_000_000_000L).map(Instant::ofEpochSecond);
    Arbitrary<Map<PublicKey, Set<Cidr>>> lent =
        Arbitraries.maps(subjects(), networks().set().ofMinSize(1).ofMaxSize(3)).ofMaxSize(2);
    return Combinators.combine(saved, all, lent)
        .as((instant, list, networks) -> new RememberedMesh(SELF, instant, list, networks));
  }

  private static Arbitrary<PublicKey> subjects() {
    return Arbitraries.integers().between(1, 4).map(i -> new PublicKey(-i, i, i, i));
  }

  private static Arbitrary<Fact> facts() {
    return subjects()
        .flatMap(
            key ->
                Arbitraries.oneOf(
                    metadata().map(metadata -> Fact.member(key, metadata)),
                    networks().map(cidr -> Fact.allowedCidr(key, cidr)),
                    endpoints().map(endpoint -> Fact.endpoint(key, endpoint))));
  }

  private static Arbitrary<IpAddress> addresses() {
    return Arbitraries.oneOf(
        Arbitraries.integers().map(IpAddress::v4),
        Combinators.combine(Arbitraries.longs(), Arbitraries.longs())
            .as((high, low) -> new IpAddress(IpAddress.Family.V6, high, low))
            .filter(address -> !address.isIpv4Mapped()));
  }

  private static Arbitrary<Cidr> networks() {
    return addresses()
        .flatMap(
            address ->
                Arbitraries.integers()
                    .between(0, address.family().bits())
                    .map(length -> new Cidr(address, length)));
  }

  private static Arbitrary<Endpoint> endpoints() {
    return Combinators.combine(addresses(), Arbitraries.integers().between(0, 65_535))
        .as(Endpoint::new);
  }

  private static Arbitrary<MemberMetadata> metadata() {
    Arbitrary<String> bytes = Arbitraries.strings().withCharRange('\0', '\u00ff').ofMaxLength(9);
    Arbitrary<String> name =
        Arbitraries.strings()
            .all()
            .ofMaxLength(9)
            .map(text -> new String(text.getBytes(UTF_8), ISO_8859_1));
    Arbitrary<Integer> key =
        Arbitraries.integers()
            .between(0, 255)
            .filter(each -> each != MemberMetadata.NAME && each != MemberMetadata.BASIC);
    return Combinators.combine(
            name.optional(),
            Arbitraries.of("\0", "\1").optional(),
            Arbitraries.maps(key, bytes).ofMaxSize(3))
        .as(
            (called, basic, more) -> {
              TreeMap<Integer, String> entries = new TreeMap<>(more);
              called.ifPresent(value -> entries.put(MemberMetadata.NAME, value));
              basic.ifPresent(value -> entries.put(MemberMetadata.BASIC, value));
              return new MemberMetadata(entries);
            });
  }
}
