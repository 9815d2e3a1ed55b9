package io.wirelink.fact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wirelink.device.Endpoint;
import io.wirelink.device.PublicKey;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class CompactCodecTest {

  private static final PublicKey SENDER = Samples.key(1);
  private static final PublicKey SUBJECT = Samples.key(2);
  private static final String SUBJECT_BYTES = "0000000000000002" + "00".repeat(24);

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex.replace(" ", ""));
  }

  private static String hex(List<TimedFact> facts) {
    return HexFormat.of().formatHex(CompactCodec.encode(SENDER, facts));
  }

  private static List<TimedFact> decode(String hex) throws MalformedFactException {
    return CompactCodec.decode(SENDER, bytes(hex));
  }

  private static void rejected(String hex) {
    assertThrows(MalformedFactException.class, () -> decode(hex), hex);
  }

  private static TimedFact endpoint(PublicKey subject, String endpoint, int ttlSeconds) {
    return new TimedFact(Fact.endpoint(subject, Endpoint.parse(endpoint)), ttlSeconds);
  }

  @Test
  void aSubjectAndATimeToLiveAreSaidOnceForTheFactsThatShareThem() throws MalformedFactException {
    List<TimedFact> facts =
        List.of(
            endpoint(SENDER, "192.0.2.1:258", 255),
            endpoint(SUBJECT, "192.0.2.1:258", 255),
            endpoint(SUBJECT, "192.0.2.2:258", 255),
            endpoint(SUBJECT, "192.0.2.3:258", 60));
    String expected =
        "63"
            + ("e5 fe03 c0000201 0102" // about the sender, for 255 s
                    + "e5 ff03"
                    + SUBJECT_BYTES
                    + "c0000201 0102"
                    + "65 c0000202 0102"
                    + "e5 78 c0000203 0102")
                .replace(" ", "");
    assertEquals(expected, hex(facts));
    assertEquals(facts, decode(expected));
    assertTrue(CompactCodec.isCompact(bytes(expected)));
  }

  @Test
  void noFactsAreFine() throws MalformedFactException {
    assertEquals(List.of(), decode("63"));
    assertFalse(CompactCodec.isCompact(new byte[0]));
  }

  @Test
  void theFirstFactMustSayForHowLongItLasts() {
    rejected("63 65 c0000201 0102");
  }

  @Test
  void whatIsNoAttributeIsRejected() {
    rejected("63 ed fe03");
    rejected("63 d3 fe03" + "00".repeat(40));
    rejected("63 e3 fe03 c0000201 0102");
    rejected("63 80 fe03");
  }

  @Test
  void aTimeToLiveOver65535SecondsIsRejected() throws MalformedFactException {
    assertEquals(65535, decode("63 e5 feff07 c0000201 0102").getFirst().ttlSeconds());
    rejected("63 e5 808008 c0000201 0102");
    rejected("63 e5 ffffffffffffffffff01 " + SUBJECT_BYTES + "c0000201 0102");
  }

  @Test
  void anAddressThatIsMappedOrAPrefixThatIsTooLongIsRejected() {
    rejected("63 c5 fe03 00000000000000000000ffff c0000201 0102");
    rejected("63 e1 fe03 c0000201 21");
  }

  @Test
  void moreFactsThanAPacketCanHoldAreRejected() throws MalformedFactException {
    String first = "63 cd 02 00";
    assertEquals(
        CompactCodec.MAX_FACTS, decode(first + "4d00".repeat(CompactCodec.MAX_FACTS - 1)).size());
    rejected(first + "4d00".repeat(CompactCodec.MAX_FACTS));
  }

  @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
  void whatIsWrittenIsReadAsItWas(@ForAll("groups") List<TimedFact> facts)
      throws MalformedFactException {
    byte[] group = CompactCodec.encode(SENDER, facts);
    assertEquals(facts, CompactCodec.decode(SENDER, group));
    assertTrue(group.length <= 1 + FactCodec.encode(facts).length + facts.size());
  }

  @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
  void whatIsCutOrPaddedIsOtherFactsOrNone(
      @ForAll("groups") List<TimedFact> facts, @ForAll Random random) {
    byte[] group = CompactCodec.encode(SENDER, facts);
    byte[] changed = Arrays.copyOf(group, random.nextInt(1, 2 * group.length + 2));
    for (int i = random.nextInt(4); i > 0; i--) {
      changed[random.nextInt(1, changed.length + 1) - 1] = (byte) random.nextInt();
    }
    changed[0] = 'c';
    try {
      List<TimedFact> read = CompactCodec.decode(SENDER, changed);
      assertTrue(read.size() <= CompactCodec.MAX_FACTS && read.size() <= changed.length);
    } catch (MalformedFactException e) {
      assertFalse(String.valueOf(e.getMessage()).isEmpty());
    }
  }

  @Provide
  Arbitrary<List<TimedFact>> groups() {
    Arbitrary<PublicKey> subject = Arbitraries.of(SENDER, SUBJECT, Samples.key(3));
    Arbitrary<FactValue> value =
        Samples.values().filter(each -> each.attribute() != Attribute.MEMBER);
    Arbitrary<Integer> ttl =
        Arbitraries.oneOf(
            Arbitraries.of(0, 1, 63, 64, 255), Arbitraries.integers().between(0, 65535));
    return Combinators.combine(subject, value, ttl)
        .as((about, says, seconds) -> new TimedFact(new Fact(about, says), seconds))
        .list()
        .ofMaxSize(40);
  }
}
