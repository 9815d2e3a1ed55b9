package io.wirelink.portmap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wirelink.device.IpAddress;
import java.util.Arrays;
import java.util.HexFormat;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

final class NatPmpCodecTest {

  private static final HexFormat HEX = HexFormat.of();

  /** RFC 6886, 3.3. */
  private static final byte[] MAPPED =
      HEX.parseHex("00810000" + "00000064" + "ca6c0400" + "00001c20");

  @Test
  void requestsAreAsTheStandardHasThem() {
    assertEquals("0000", HEX.formatHex(NatPmpCodec.address()));
    assertEquals(
        "00010000" + "ca6c0400" + "00001c20", HEX.formatHex(NatPmpCodec.map(51820, 1024, 7200)));
  }

  @Test
  void anAddressIsRead() throws MalformedAnswerException {
    assertEquals(
        new NatPmpCodec.Answer.Address(100, IpAddress.parse("203.0.113.7")),
        NatPmpCodec.parse(HEX.parseHex("00800000" + "00000064" + "cb007107")));
  }

  @Test
  void aMappingIsRead() throws MalformedAnswerException {
    assertEquals(new NatPmpCodec.Answer.Mapped(100, 51820, 1024, 7200), NatPmpCodec.parse(MAPPED));
  }

  @Test
  void aRefusalIsReadWhateverItsLength() throws MalformedAnswerException {
    assertEquals(
        new NatPmpCodec.Answer.Refused(100, 2),
        NatPmpCodec.parse(HEX.parseHex("00810002" + "00000064")));
    assertEquals(
        new NatPmpCodec.Answer.Refused(100, 3),
        NatPmpCodec.parse(HEX.parseHex("00800003" + "00000064" + "00000000")));
  }

  @Test
  void aRequestIsNoAnswer() {
    byte[] request = NatPmpCodec.map(51820, 1024, 7200);
    assertThrows(MalformedAnswerException.class, () -> NatPmpCodec.parse(request));
  }

  @Property
  void anyBytesAreReadOrRefused(@ForAll @Size(max = 40) byte[] bytes) {
    readOrRefuse(bytes);
  }

  @Property
  void anAnswerWithAnyByteWrongIsReadOrRefused(
      @ForAll @IntRange(max = 15) int place,
      @ForAll byte value,
      @ForAll @IntRange(max = 20) int length) {
    byte[] wrong = MAPPED.clone();
    wrong[place] = value;
    readOrRefuse(wrong);
    readOrRefuse(Arrays.copyOf(wrong, length));
  }

  private static void readOrRefuse(byte[] bytes) {
    try {
      assertTrue(NatPmpCodec.parse(bytes).epochSeconds() >= 0);
    } catch (MalformedAnswerException e) {
      assertFalse(e.getMessage().isEmpty());
    }
  }
}
