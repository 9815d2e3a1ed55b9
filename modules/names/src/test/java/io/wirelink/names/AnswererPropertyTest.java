package io.wirelink.names;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wirelink.device.Cidr;
import io.wirelink.device.IpAddress;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Header;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** What holds of every answer, whatever is asked and whoever is in the mesh. */
class AnswererPropertyTest {
  private static final int RESPONSE = 0x80;

  private final Answerer answerer = new Answerer(Mesh.some());

  @Property
  void noiseIsAnsweredWithAComplaintOrNotAtAll(@ForAll @Size(max = 600) byte[] noise)
      throws IOException {
    isDecent(noise, answerer.answer(noise, Answerer.MAX_DATAGRAM));
  }

  /** Nearer to what a parser falls for than noise is. */
  @Property(tries = 5000)
  void aDamagedQueryIsAnsweredOrNotAtAll(@ForAll("queries") Message query, @ForAll long seed)
      throws IOException {
    byte[] bytes = query.toWire();
    Random random = new Random(seed);
    for (int i = random.nextInt(4); i >= 0; i--) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
    }
    byte[] cut = Arrays.copyOf(bytes, random.nextInt(2 * bytes.length));
    isDecent(bytes, answerer.answer(bytes, Answerer.MAX_DATAGRAM));
    isDecent(cut, answerer.answer(cut, Answerer.MAX_DATAGRAM));
  }

  private static void isDecent(byte[] query, Optional<byte[]> answer) throws IOException {
    boolean answerable = query.length >= Header.LENGTH && (query[2] & RESPONSE) == 0;
    assertEquals(answerable, answer.isPresent());
    if (answerable) {
      assertTrue(answer.get().length <= Answerer.MAX_DATAGRAM);
      Message read = new Message(answer.get());
      assertEquals(new Header(query).getID(), read.getHeader().getID());
      assertTrue(read.getHeader().getFlag(Flags.QR));
      if (read.getOPT() == null) {
        assertTrue(answer.get().length <= Answerer.MIN_LIMIT);
      }
    }
  }

  @Property
  void anAnswerIsNotLargerThanWhoAsksTakes(
      @ForAll("queries") Message query, @ForAll("meshes") List<NameClaim> claims)
      throws IOException {
    Answerer some = new Answerer(Zone.of(Mesh.DOMAIN, claims, Mesh.NETWORKS));
    byte[] answer = some.answer(query.toWire(), Answerer.MAX_DATAGRAM).orElseThrow();
    OPTRecord options = query.getOPT();
    int taken = options == null ? 0 : options.getPayloadSize();
    assertTrue(answer.length <= Math.clamp(taken, Answerer.MIN_LIMIT, Answerer.MAX_DATAGRAM));
    assertEquals(options == null, new Message(answer).getOPT() == null);
  }

  @Property
  void eachHostIsFoundByItsNameAndByItsAddress(@ForAll("meshes") List<NameClaim> claims)
      throws IOException {
    Zone zone = Zone.of(Mesh.DOMAIN, claims, Mesh.NETWORKS);
    Answerer some = new Answerer(zone);
    for (Zone.Host host : zone.hosts()) {
      String name = host.label() + "." + Mesh.DOMAIN + ".";
      Set<String> found = new TreeSet<>();
      for (int type : List.of(Type.A, Type.AAAA)) {
        Message answer = asked(some, AnswererTest.query(name, type));
        assertEquals(Rcode.NOERROR, answer.getRcode());
        assertTrue(answer.getHeader().getFlag(Flags.AA));
        answer.getSection(Section.ANSWER).stream()
            .map(Record::rdataToString)
            .map(text -> IpAddress.parse(text).toString())
            .forEach(found::add);
      }
      assertEquals(
          host.addresses().stream()
              .map(IpAddress::toString)
              .collect(Collectors.toCollection(TreeSet::new)),
          found);
      for (IpAddress address : host.addresses()) {
        String reverse = ReverseName.of(Cidr.host(address)).toString();
        Message answer = asked(some, AnswererTest.query(reverse, Type.PTR));
        List<String> there =
            answer.getSection(Section.ANSWER).stream().map(Record::rdataToString).toList();
        assertTrue(
            there.contains(name) || answer.getHeader().getFlag(Flags.TC) || there.size() == 8,
            () -> there + " lacks " + name);
      }
    }
  }

  private static Message asked(Answerer answerer, Message query) throws IOException {
    return new Message(answerer.answer(query.toWire(), Answerer.MAX_DATAGRAM).orElseThrow());
  }

  @Provide
  Arbitrary<Message> queries() {
    Arbitrary<String> names =
        Arbitraries.of(
            "leaf1.wg0.wirelink.",
            "n1.wg0.wirelink.",
            "nobody.wg0.wirelink.",
            "wg0.wirelink.",
            "example.org.",
            "11.0.77.10.in-addr.arpa.",
            "3.0.77.10.in-addr.arpa.",
            "7.7.d.f.ip6.arpa.");
    return Combinators.combine(names, Arbitraries.integers().between(0, 300), sizes())
        .as(
            (name, type, size) -> {
              Message query = AnswererTest.query(name, type);
              if (size >= 0) {
                query.addRecord(new OPTRecord(size, 0, 0), Section.ADDITIONAL);
              }
              return query;
            });
  }

  private static Arbitrary<Integer> sizes() {
    return Arbitraries.of(-1, 0, 1, 511, 512, 513, 1232, 4096, 65535);
  }

  @Provide
  Arbitrary<List<NameClaim>> meshes() {
    Arbitrary<Integer> numbers = Arbitraries.integers().between(0, 9);
    Arbitrary<String> texts =
        Arbitraries.oneOf(
            numbers.map(number -> "n" + number),
            Arbitraries.of("x".repeat(63), "Y".repeat(62), "a.b", "wpad"),
            Arbitraries.strings().ofMaxLength(70));
    Arbitrary<IpAddress> addresses =
        Arbitraries.oneOf(
            numbers.map(number -> IpAddress.parse("10.77.0." + number)),
            numbers.map(number -> IpAddress.parse("fd77::" + number)),
            Arbitraries.integers().map(IpAddress::v4));
    return Combinators.combine(
            numbers, texts, Arbitraries.of(true, false), addresses.set().ofMaxSize(20))
        .as((key, name, configured, at) -> new NameClaim(Mesh.key(key + 1), name, configured, at))
        .list()
        .ofMaxSize(12)
        .uniqueElements(NameClaim::key);
  }
}
