package io.wirelink.portmap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wirelink.device.Endpoint;
import io.wirelink.device.IpAddress;
import java.util.Arrays;
import java.util.HexFormat;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

final class PcpCodecTest {

  private static final HexFormat HEX = HexFormat.of();
  private static final byte[] NONCE = HEX.parseHex("000102030405060708090a0b");
  private static final PcpCodec.Subject SUBJECT = new PcpCodec.Subject(NONCE, 51820);

  /** RFC 6887, figures 3 and 9, for a client of IPv4 that is given 203.0.113.7:1024. */
  private static final byte[] MAPPED =
      HEX.parseHex(
          "02810000"
              + "00001c20"
              + "00000064"
              + "000000000000000000000000"
              + "000102030405060708090a0b"
              + "11000000"
              + "ca6c0400"
              + "00000000000000000000ffffcb007107");

  @Test
  void aRequestForAMappingIsAsTheStandardHasIt() {
    byte[] packet =
        PcpCodec.map(
            IpAddress.parse("192.168.1.2"),
            SUBJECT,
            new Endpoint(IpAddress.parse("203.0.113.7"), 1024),
            7200);
    assertEquals(
        "02010000"
            + "00001c20"
            + "00000000000000000000ffffc0a80102"
            + "000102030405060708090a0b"
            + "11000000"
            + "ca6c0400"
            + "00000000000000000000ffffcb007107",
        HEX.formatHex(packet));
  }

  @Test
  void aQuestionForTheClockIsAHeader() {
    assertEquals(
        "0200000000000000" + "20010db8000000000000000000000002",
        HEX.formatHex(PcpCodec.announce(IpAddress.parse("2001:db8::2"))));
  }

  @Test
  void aMappingIsRead() throws MalformedAnswerException {
    PcpCodec.Answer answer = PcpCodec.parse(MAPPED);
    assertEquals(0, answer.result());
    assertEquals(7200, answer.lifetimeSeconds());
    assertEquals(100, answer.epochSeconds());
    var mapped = assertInstanceOf(PcpCodec.Body.Mapped.class, answer.body());
    assertEquals(Endpoint.parse("203.0.113.7:1024"), mapped.external());
    assertTrue(mapped.isAbout(SUBJECT));
    assertFalse(mapped.isAbout(new PcpCodec.Subject(NONCE, 51821)));
    assertFalse(mapped.isAbout(new PcpCodec.Subject(new byte[12], 51820)));
  }

  @Test
  void aRefusalWithoutABodyIsRead() throws MalformedAnswerException {
    byte[] refusal =
        HEX.parseHex("02810004" + "0000001e" + "00000064" + "000000000000000000000000");
    PcpCodec.Answer answer = PcpCodec.parse(refusal);
    assertEquals(4, answer.result());
    assertInstanceOf(PcpCodec.Body.Unknown.class, answer.body());
  }

  @Test
  void numbersHaveNoSign() throws MalformedAnswerException {
    byte[] packet = MAPPED.clone();
    for (int i = 4; i < 12; i++) {
      packet[i] = -1;
    }
    assertEquals(0xffff_ffffL, PcpCodec.parse(packet).lifetimeSeconds());
    assertEquals(0xffff_ffffL, PcpCodec.parse(packet).epochSeconds());
  }

  @Test
  void aRequestIsNoAnswer() {
    byte[] request = PcpCodec.announce(IpAddress.parse("192.168.1.2"));
    assertThrows(MalformedAnswerException.class, () -> PcpCodec.parse(request));
  }

  @Test
  void whatIsTooLongIsNoAnswer() {
    byte[] tooLong = Arrays.copyOf(MAPPED, 1104);
    assertThrows(MalformedAnswerException.class, () -> PcpCodec.parse(tooLong));
  }

  @Property
  void anyBytesAreReadOrRefused(@ForAll @Size(max = 80) byte[] bytes) {
    readOrRefuse(bytes);
  }

  @Property
  void anAnswerWithAnyByteWrongIsReadOrRefused(
      @ForAll @IntRange(max = 59) int place,
      @ForAll byte value,
      @ForAll @IntRange(max = 60) int length) {
    byte[] wrong = MAPPED.clone();
    wrong[place] = value;
    readOrRefuse(wrong);
    readOrRefuse(Arrays.copyOf(wrong, length));
  }

  private static void readOrRefuse(byte[] bytes) {
    try {
      assertTrue(PcpCodec.parse(bytes).epochSeconds() >= 0);
    } catch (MalformedAnswerException e) {
      assertFalse(e.getMessage().isEmpty());
    }
  }
}
