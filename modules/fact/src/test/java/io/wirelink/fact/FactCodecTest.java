package io.wirelink.fact;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class FactCodecTest {

  /** A subject of 32 bytes. */
  private static final String SUBJECT = "ab".repeat(32);

  private static List<TimedFact> decode(String hex) throws MalformedFactException {
    return FactCodec.decode(HexFormat.of().parseHex(hex.replace(" ", "")));
  }

  private static String rejected(String hex) {
    return assertThrows(MalformedFactException.class, () -> decode(hex), hex).getMessage();
  }

  private static String reencoded(String hex) throws MalformedFactException {
    return HexFormat.of().formatHex(FactCodec.encode(decode(hex)));
  }

  @Test
  void noBytesAreNoFacts() throws MalformedFactException {
    assertEquals(List.of(), decode(""));
  }

  @Test
  void aNumberThatIsLongerThanNeededIsAcceptedAndSentShort() throws MalformedFactException {
    assertEquals("6d05" + SUBJECT, reencoded("6d 8500" + SUBJECT));
    assertEquals("6d05" + SUBJECT, reencoded("6d 85808080808080808000" + SUBJECT));
    assertEquals(
        "4d00" + SUBJECT + "03620101", reencoded("4d00" + SUBJECT + "8580808000 62 818000 01"));
  }

  @Test
  void aNumberOfMoreThan64BitsIsRejected() {
    rejected("6d 80808080808080808002" + SUBJECT);
    rejected("6d 8080808080808080808000" + SUBJECT);
    rejected("6d ffffffffffffffffff7f" + SUBJECT);
  }

  @Test
  void aTimeToLiveOf65535SecondsIsTheLongest() throws MalformedFactException {
    assertEquals(65535, decode("6d ffff03" + SUBJECT).getFirst().ttlSeconds());
    assertTrue(rejected("6d 808004" + SUBJECT).contains("65536"));
    rejected("6d ffffffffffffffffff01" + SUBJECT);
    rejected("6d ffffffff0f" + SUBJECT);
  }

  @Test
  void aFactThatIsCutOffAnywhereIsRejected() throws MalformedFactException {
    for (String whole :
        List.of(
            "21 ff01" + SUBJECT + "00112233445566778899aabbccddeeff",
            "65 05" + SUBJECT + "c0000201 ca6c",
            "41 05" + SUBJECT + "20010db8000000000000000000000001 40",
            "4d 05" + SUBJECT + "08 6e 03 616263 62 01 00")) {
      byte[] bytes = HexFormat.of().parseHex(whole.replace(" ", ""));
      assertEquals(1, FactCodec.decode(bytes).size());
      for (int length = 1; length < bytes.length; length++) {
        byte[] cut = Arrays.copyOf(bytes, length);
        assertThrows(MalformedFactException.class, () -> FactCodec.decode(cut));
      }
    }
  }

  @Test
  void oneErrorRejectsTheWholeGroup() {
    rejected("6d05" + SUBJECT + "6d05" + SUBJECT + "6d05");
    rejected("6d05" + SUBJECT + "78");
  }

  @Test
  void anAttributeThatIsNotInTheTableIsRejected() {
    for (int attribute = 0; attribute <= 0xff; attribute++) {
      if ("!eEaAmM".indexOf(attribute) < 0) {
        rejected("%02x05%s".formatted(attribute, SUBJECT) + "00".repeat(40));
      }
    }
  }

  @Test
  void aGroupInsideAGroupIsRejected() {
    String inner = "53 00" + SUBJECT + "00".repeat(40) + "6d05" + SUBJECT;
    assertTrue(rejected(inner).contains("group inside"));
    rejected("6d05" + SUBJECT + inner);
  }

  @Test
  void anIpv4MappedAddressIsRejectedInSixteenBytes() throws MalformedFactException {
    String mapped = "00000000000000000000ffffc0000201";
    rejected("45 05" + SUBJECT + mapped + "ca6c");
    rejected("41 05" + SUBJECT + mapped + "80");
    // The deprecated "compatible" form is an address like any other.
    assertEquals(1, decode("45 05" + SUBJECT + mapped.replace("ffff", "0000") + "ca6c").size());
  }

  @Test
  void aPrefixLongerThanTheAddressIsRejected() throws MalformedFactException {
    assertEquals(1, decode("61 05" + SUBJECT + "c0000201 20").size());
    rejected("61 05" + SUBJECT + "c0000201 21");
    rejected("61 05" + SUBJECT + "c0000201 ff");
    String v6 = "20010db8000000000000000000000001";
    assertEquals(1, decode("41 05" + SUBJECT + v6 + "80").size());
    rejected("41 05" + SUBJECT + v6 + "81");
  }

  @Test
  void bitsBehindAPrefixAreKept() throws MalformedFactException {
    String fact = "6105" + SUBJECT + "c00002ff18";
    assertEquals(fact, reencoded(fact));
  }

  @Test
  void aMetadataKeyThatComesTwiceIsRejected() {
    rejected("4d 05" + SUBJECT + "06 620100 620100");
    rejected("4d 05" + SUBJECT + "06 780101 780101");
  }

  @Test
  void aMetadataLengthPastTheEndIsRejected() {
    rejected("4d 05" + SUBJECT + "04 620100");
    rejected("4d 05" + SUBJECT + "03 620200");
    // The value would fit into the fact behind it, but not into this one's metadata.
    rejected("4d 05" + SUBJECT + "03 780400" + "6d05" + SUBJECT);
    rejected("4d 05" + SUBJECT + "ffffffffffffffffff01 00");
    rejected("4d 05" + SUBJECT + "ffffffff0f 00");
    rejected("4d 05" + SUBJECT + "0b 78 ffffffffffffffffff01");
  }

  @Test
  void metadataThatEndsInsideAnEntryIsRejected() {
    rejected("4d 05" + SUBJECT + "01 62");
    rejected("4d 05" + SUBJECT + "02 7880");
  }

  @Test
  void aNameThatIsNotUtf8IsRejected() throws MalformedFactException {
    assertEquals(1, decode("4d 05" + SUBJECT + "05 6e 03 e282ac").size());
    assertEquals(1, decode("4d 05" + SUBJECT + "06 6e 04 f09f9880").size());
    rejected("4d 05" + SUBJECT + "03 6e 01 ff");
    rejected("4d 05" + SUBJECT + "04 6e 02 e282");
    rejected("4d 05" + SUBJECT + "04 6e 02 c080");
    rejected("4d 05" + SUBJECT + "05 6e 03 eda080");
    rejected("4d 05" + SUBJECT + "06 6e 04 f4908080");
  }

  @Test
  void aBasicFlagIsOneByteOfZeroOrOne() throws MalformedFactException {
    assertEquals(1, decode("4d 05" + SUBJECT + "03 62 01 00").size());
    assertEquals(1, decode("4d 05" + SUBJECT + "03 62 01 01").size());
    rejected("4d 05" + SUBJECT + "03 62 01 02");
    rejected("4d 05" + SUBJECT + "02 62 00");
    rejected("4d 05" + SUBJECT + "04 62 02 0001");
  }

  @Test
  void anUnknownMetadataKeyIsKeptAndTheNameComesFirst() throws MalformedFactException {
    assertEquals(
        "4d05" + SUBJECT + "0c" + "6e0161" + "0001ff" + "620101" + "ff0155",
        reencoded("4d 05" + SUBJECT + "0c" + "ff0155 620101 0001ff 6e0161"));
  }

  @Test
  void anEmptyNameIsAnEntryOfItsOwnAndNoName() throws MalformedFactException {
    String fact = "4d05" + SUBJECT + "026e00";
    assertEquals(fact, reencoded(fact));
    FactValue.Membership value = (FactValue.Membership) decode(fact).getFirst().fact().value();
    assertTrue(value.metadata().name().isEmpty());
  }

  @Test
  void theMessageSaysWhichFactIsWrong() {
    assertTrue(rejected("6d05" + SUBJECT + "6d05").contains("byte 34"));
  }

  @Property(tries = 400, edgeCases = EdgeCasesMode.NONE)
  void whatIsEncodedIsDecodedAgain(@ForAll("groups") List<TimedFact> facts)
      throws MalformedFactException {
    byte[] bytes = FactCodec.encode(facts);
    assertEquals(bytes.length, facts.stream().mapToInt(FactCodec::encodedLength).sum());
    assertEquals(facts, FactCodec.decode(bytes));
  }

  @Property(tries = 3000, edgeCases = EdgeCasesMode.NONE)
  void mutatedBytesAreRejectedOrMeanTheSameWhenSentOn(
      @ForAll("groups") List<TimedFact> facts, @ForAll("mutations") List<Mutation> mutations) {
    byte[] bytes = FactCodec.encode(facts);
    for (Mutation mutation : mutations) {
      bytes = mutation.applyTo(bytes);
    }
    assertStableOrMalformed(bytes);
  }

  @Property(tries = 3000, edgeCases = EdgeCasesMode.NONE)
  void randomBytesBehindAnAttributeAreRejectedOrMeanTheSameWhenSentOn(
      @ForAll("attributes") byte attribute, @ForAll byte[] tail) {
    byte[] bytes = Arrays.copyOf(new byte[] {attribute, 5}, 34 + tail.length);
    System.arraycopy(tail, 0, bytes, 34, tail.length);
    assertStableOrMalformed(bytes);
  }

  @Property
  void aNumberIsReadAsItWasWritten(@ForAll @IntRange(max = Integer.MAX_VALUE) int number)
      throws MalformedFactException {
    ByteBuffer buffer = ByteBuffer.allocate(10);
    Uvarint.write(buffer, number);
    assertEquals(Uvarint.length(number), buffer.position());
    assertEquals(number, Uvarint.read(buffer.flip()));
  }

  private static void assertStableOrMalformed(byte[] bytes) {
    try {
      List<TimedFact> decoded = FactCodec.decode(bytes);
      byte[] once = FactCodec.encode(decoded);
      assertEquals(decoded, FactCodec.decode(once));
      assertArrayEquals(once, FactCodec.encode(FactCodec.decode(once)));
      assertTrue(once.length <= bytes.length);
    } catch (MalformedFactException e) {
      assertTrue(e.getMessage() != null && !e.getMessage().isBlank());
    }
  }

  /** What happens to a packet on a bad day. */
  record Mutation(int kind, int place, byte value) {

    byte[] applyTo(byte[] bytes) {
      if (bytes.length == 0) {
        return bytes;
      }
      int at = Math.floorMod(place, bytes.length);
      byte[] changed = bytes.clone();
      switch (kind) {
        case 0 -> changed[at] = value;
        case 1 -> changed[at] ^= (byte) (1 << (value & 7));
        case 2 -> changed = Arrays.copyOf(bytes, at);
        case 3 -> {
          changed = Arrays.copyOf(bytes, bytes.length + 1);
          System.arraycopy(bytes, at, changed, at + 1, bytes.length - at);
          changed[at] = value;
        }
        default -> {
          System.arraycopy(bytes, at + 1, changed, at, bytes.length - at - 1);
          changed = Arrays.copyOf(changed, bytes.length - 1);
        }
      }
      return changed;
    }
  }

  @Provide
  Arbitrary<List<TimedFact>> groups() {
    return Samples.timedFacts().list().ofMaxSize(6);
  }

  @Provide
  Arbitrary<Byte> attributes() {
    return Arbitraries.of((byte) '!', (byte) 'e', (byte) 'E', (byte) 'a', (byte) 'A', (byte) 'M');
  }

  @Provide
  Arbitrary<List<Mutation>> mutations() {
    return Combinators.combine(
            Arbitraries.integers().between(0, 4),
            Arbitraries.integers(),
            Arbitraries.oneOf(
                Arbitraries.bytes(), Arbitraries.of((byte) 0, (byte) 0x80, (byte) 0xff)))
        .as(Mutation::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(4);
  }
}
