package io.wirelink.fact;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.wirelink.device.PublicKey;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The same verdicts and the same bytes as the other implementation. */
class VectorsTest {

  @Test
  void everySectionIsThere() {
    for (String section : List.of("fact", "linkLocalAddress", "signedGroup", "verdict")) {
      assertFalse(Vectors.section(section).isEmpty(), section);
    }
  }

  @TestFactory
  Stream<DynamicTest> aKeyGivesTheSameAddress() {
    return each("linkLocalAddress")
        .map(
            vector ->
                DynamicTest.dynamicTest(
                    (String) vector.get("publicKey"),
                    () ->
                        assertEquals(
                            vector.get("address"),
                            PublicKey.parse((String) vector.get("publicKey"))
                                .linkLocalAddress()
                                .toString())));
  }

  @TestFactory
  Stream<DynamicTest> aFactIsTheSameBytesBothWays() {
    return each("fact")
        .map(
            vector ->
                DynamicTest.dynamicTest(
                    vector.get("attribute") + " " + vector.get("wire"),
                    () -> {
                      byte[] wire = Vectors.bytes(vector, "wire");
                      TimedFact fact = Vectors.fact(vector);
                      assertEquals(List.of(fact), FactCodec.decode(wire));
                      assertArrayEquals(wire, FactCodec.encode(List.of(fact)));
                      assertEquals(wire.length, FactCodec.encodedLength(fact));
                    }));
  }

  @TestFactory
  Stream<DynamicTest> aMutatedGroupGetsTheSameVerdict() {
    return each("verdict")
        .map(
            vector ->
                DynamicTest.dynamicTest(
                    "inner bytes " + vector.get("inner"),
                    () -> {
                      byte[] inner = Vectors.bytes(vector, "inner");
                      if (Boolean.TRUE.equals(vector.get("ok"))) {
                        List<TimedFact> facts = FactCodec.decode(inner);
                        assertEquals(Vectors.facts(vector), facts);
                        assertArrayEquals(
                            Vectors.bytes(vector, "reencoded"), FactCodec.encode(facts));
                      } else {
                        assertThrows(MalformedFactException.class, () -> FactCodec.decode(inner));
                      }
                    }));
  }

  @TestFactory
  Stream<DynamicTest> theFactsOfASealedGroupAreFoundInItsPackets() {
    return each("signedGroup")
        .flatMap(
            vector ->
                ((List<?>) vector.get("packets"))
                    .stream()
                        .map(
                            packet ->
                                DynamicTest.dynamicTest(
                                    ((String) packet).substring(0, 68),
                                    () -> {
                                      String hex = (String) packet;
                                      // attribute, TTL of one byte, sender, nonce, tag
                                      byte[] inner =
                                          HexFormat.of()
                                              .parseHex(hex.substring(2 * (2 + 32 + 24 + 16)));
                                      List<TimedFact> facts = FactCodec.decode(inner);
                                      assertFalse(facts.isEmpty());
                                      assertEquals(
                                          facts.size(),
                                          facts.stream()
                                              .filter(Vectors.facts(vector)::contains)
                                              .count());
                                      assertArrayEquals(inner, FactCodec.encode(facts));
                                    })));
  }

  private static Stream<Map<String, Object>> each(String section) {
    return Vectors.section(section).stream();
  }
}
