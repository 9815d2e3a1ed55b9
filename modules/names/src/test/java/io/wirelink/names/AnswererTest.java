package io.wirelink.names;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.DClass;
import org.xbill.DNS.ExtendedFlags;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

class AnswererTest {
  private final Answerer answerer = new Answerer(Mesh.some());

  static Message query(String name, int type) {
    return Message.newQuery(Record.newRecord(Name.fromConstantString(name), type, DClass.IN));
  }

  private Message answer(Message query) {
    return answer(answerer, query);
  }

  private static Message answer(Answerer answerer, Message query) {
    try {
      Message answer =
          new Message(answerer.answer(query.toWire(), Answerer.MAX_DATAGRAM).orElseThrow());
      assertEquals(query.getHeader().getID(), answer.getHeader().getID());
      assertTrue(answer.getHeader().getFlag(Flags.QR));
      assertFalse(answer.getHeader().getFlag(Flags.RA));
      return answer;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static List<String> values(Message answer) {
    return answer.getSection(Section.ANSWER).stream().map(Record::rdataToString).toList();
  }

  @ParameterizedTest
  @CsvSource({
    "leaf1.wg0.wirelink., A, 10.77.0.11",
    "leaf1.wg0.wirelink., AAAA, fd77:0:0:0:0:0:0:11",
    "LEAF1.wg0.WireLink., A, 10.77.0.11",
    "leaf2.wg0.wirelink., A, 10.99.0.12",
    "11.0.77.10.in-addr.arpa., PTR, leaf1.wg0.wirelink.",
    "12.0.99.10.in-addr.arpa., PTR, leaf2.wg0.wirelink.",
    "1.1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.7.7.D.F.IP6.ARPA., PTR,"
        + " leaf1.wg0.wirelink.",
    "leaf1.wg0.wirelink., ANY, \"RFC8482\" \"\"",
  })
  void whatIsThereIsAnswered(String name, String type, String value) {
    Message answer = answer(query(name, Type.value(type)));
    assertEquals(Rcode.NOERROR, answer.getRcode());
    assertTrue(answer.getHeader().getFlag(Flags.AA));
    assertEquals(List.of(value), values(answer));
    Record record = answer.getSection(Section.ANSWER).getFirst();
    assertEquals(0, record.getTTL());
    assertEquals(name, record.getName().toString());
  }

  /** The name is there, and nothing of that type (RFC 2308, 2.2). */
  @ParameterizedTest
  @CsvSource({
    "leaf2.wg0.wirelink., AAAA, wg0.wirelink.",
    "leaf1.wg0.wirelink., MX, wg0.wirelink.",
    "leaf1.wg0.wirelink., PTR, wg0.wirelink.",
    "leaf1.wg0.wirelink., DNSKEY, wg0.wirelink.",
    "router.wg0.wirelink., A, wg0.wirelink.",
    "wg0.wirelink., A, wg0.wirelink.",
    "wg0.wirelink., NS, wg0.wirelink.",
    "11.0.77.10.in-addr.arpa., A, 0.77.10.in-addr.arpa.",
    "0.77.10.in-addr.arpa., PTR, 0.77.10.in-addr.arpa.",
    "0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.7.7.d.f.ip6.arpa., PTR,"
        + " 0.0.0.0.0.0.0.0.0.0.0.0.7.7.d.f.ip6.arpa.",
  })
  void whatHasNothingOfTheTypeIsThere(String name, String type, String apex) {
    Message answer = answer(query(name, Type.value(type)));
    assertEquals(Rcode.NOERROR, answer.getRcode());
    assertTrue(answer.getHeader().getFlag(Flags.AA));
    assertEquals(List.of(), values(answer));
    assertEquals(apex, authority(answer));
  }

  private static String authority(Message answer) {
    Record record = answer.getSection(Section.AUTHORITY).getFirst();
    assertEquals(Type.SOA, record.getType());
    assertEquals(0, record.getTTL());
    return record.getName().toString();
  }

  @ParameterizedTest
  @CsvSource({
    "leaf3.wg0.wirelink., wg0.wirelink.",
    "x.leaf1.wg0.wirelink., wg0.wirelink.",
    "leaf1\\.wg0.wg0.wirelink., wg0.wirelink.",
    "\\000\\255.wg0.wirelink., wg0.wirelink.",
    "99.0.77.10.in-addr.arpa., 0.77.10.in-addr.arpa.",
    "1.0.0.0.0.0.0.0.0.0.0.0.0.7.7.d.f.ip6.arpa., 0.0.0.0.0.0.0.0.0.0.0.0.7.7.d.f.ip6.arpa.",
    "x.11.0.77.10.in-addr.arpa., 0.77.10.in-addr.arpa.",
    "011.0.77.10.in-addr.arpa., 0.77.10.in-addr.arpa.",
    "x.12.0.99.10.in-addr.arpa., 12.0.99.10.in-addr.arpa.",
  })
  void whatIsNotThereIsNotThere(String name, String apex) {
    Message answer = answer(query(name, Type.A));
    assertEquals(Rcode.NXDOMAIN, answer.getRcode());
    assertTrue(answer.getHeader().getFlag(Flags.AA));
    assertEquals(List.of(), values(answer));
    assertEquals(apex, authority(answer));
  }

  @ParameterizedTest
  @CsvSource({
    "example.org., A",
    "wirelink., A",
    "leaf1., A",
    "leaf1.wg1.wirelink., A",
    "leaf1wg0.wirelink., A",
    "., NS",
    "13.0.99.10.in-addr.arpa., PTR",
    "77.10.in-addr.arpa., PTR",
    "in-addr.arpa., NS",
    "wg0.wirelink., AXFR",
    "wg0.wirelink., IXFR",
    "leaf1.wg0.wirelink., TKEY",
  })
  void whatIsOfOthersIsRefused(String name, String type) {
    Message answer = answer(query(name, Type.value(type)));
    assertEquals(Rcode.REFUSED, answer.getRcode());
    assertFalse(answer.getHeader().getFlag(Flags.AA));
    assertEquals(List.of(), values(answer));
    assertEquals(List.of(), answer.getSection(Section.AUTHORITY));
  }

  @Test
  void anotherClassIsRefused() throws Exception {
    Name name = Name.fromConstantString("version.bind.");
    Message query = Message.newQuery(Record.newRecord(name, Type.TXT, DClass.CH));
    assertEquals(Rcode.REFUSED, answer(query).getRcode());
  }

  @Test
  void theApexHasAnAuthority() {
    Message answer = answer(query("WG0.wirelink.", Type.SOA));
    assertEquals(1, values(answer).size());
    assertTrue(answer.getHeader().getFlag(Flags.AA));
  }

  @Test
  void anAnswerIsNotAnswered() {
    Message query = query("leaf1.wg0.wirelink.", Type.A);
    query.getHeader().setFlag(Flags.QR);
    assertEquals(Optional.empty(), answerer.answer(query.toWire(), Answerer.MAX_DATAGRAM));
  }

  @Test
  void nothingButAQueryIsServed() {
    Message query = query("leaf1.wg0.wirelink.", Type.A);
    query.getHeader().setOpcode(Opcode.UPDATE);
    assertEquals(Rcode.NOTIMP, answer(query).getRcode());
  }

  @Test
  void aQueryHasOneQuestionAndOneSetOfOptions() {
    Message none = new Message(7);
    assertEquals(Rcode.FORMERR, answer(none).getRcode());
    Message two = query("leaf1.wg0.wirelink.", Type.A);
    two.addRecord(two.getQuestion().withName(Name.root), Section.QUESTION);
    assertEquals(Rcode.FORMERR, answer(two).getRcode());
    Message options = query("leaf1.wg0.wirelink.", Type.A);
    options.addRecord(new OPTRecord(1232, 0, 0), Section.ADDITIONAL);
    options.addRecord(new OPTRecord(1231, 0, 0), Section.ADDITIONAL);
    assertEquals(Rcode.FORMERR, answer(options).getRcode());
  }

  @Test
  void optionsAreAnsweredWithOptions() {
    Message query = query("leaf1.wg0.wirelink.", Type.A);
    query.addRecord(new OPTRecord(4096, 0, 0, ExtendedFlags.DO), Section.ADDITIONAL);
    OPTRecord options = answer(query).getOPT();
    assertEquals(Answerer.MAX_DATAGRAM, options.getPayloadSize());
    assertEquals(ExtendedFlags.DO, options.getFlags());
    assertEquals(null, answer(query("leaf1.wg0.wirelink.", Type.A)).getOPT());
  }

  @Test
  void anotherVersionOfOptionsIsRefused() {
    Message query = query("leaf1.wg0.wirelink.", Type.A);
    query.addRecord(new OPTRecord(4096, 0, 1), Section.ADDITIONAL);
    Message answer = answer(query);
    assertEquals(Rcode.BADVERS, answer.getRcode());
    assertEquals(0, answer.getOPT().getVersion());
    assertEquals(List.of(), values(answer));
  }

  @Test
  void whatIsTooMuchForTheAskerIsCutAndSaysSo() {
    NameClaim[] claims =
        IntStream.range(1, 9)
            .mapToObj(i -> Mesh.said(i, ("n" + i).repeat(30), "10.77.0.1"))
            .toArray(NameClaim[]::new);
    Answerer many = new Answerer(Mesh.zone(claims));
    Message query = query("1.0.77.10.in-addr.arpa.", Type.PTR);
    Message cut = answer(many, query);
    assertTrue(cut.getHeader().getFlag(Flags.TC));
    assertTrue(cut.numBytes() <= Answerer.MIN_LIMIT);
    query.addRecord(new OPTRecord(1232, 0, 0), Section.ADDITIONAL);
    Message whole = answer(many, query);
    assertFalse(whole.getHeader().getFlag(Flags.TC));
    assertEquals(8, values(whole).size());
  }

  /** What is behind the number of a query, its flags and its one question. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        // A name that leads to itself, to another one that leads back, and out of the packet.
        "0001 0000 0000 0000 c00c 0001 0001",
        "0001 0000 0000 0000 c00e c00c 0001 0001",
        "0001 0000 0000 0000 ffff 0001 0001",
        // A label of a kind that there is not, one that is longer than the packet, and no end.
        "0001 0000 0000 0000 40 61 00 0001 0001",
        "0001 0000 0000 0000 80 61 00 0001 0001",
        "0001 0000 0000 0000 3f 61",
        "0001 0000 0000 0000 01 61",
        "0001 0000 0000 0000",
        "0001 0000 0000 0000 01 61 00 0001",
        // More questions and records than there are, and a record that is longer than the packet.
        "ffff 0000 0000 0000 00 0001 0001",
        "0000 ffff ffff ffff",
        "0001 0000 0000 0001 00 0001 0001",
        "0001 0000 0000 0001 00 0001 0001 00 0029 04d0 00000000 ffff",
        "0001 0001 0000 0000 00 0001 0001 00 0001 0001 00000000 0005 7f000001",
      })
  void whatIsBrokenIsComplainedOfInFewerBytes(String hex) {
    byte[] query = HexFormat.of().parseHex("00070100" + hex.replace(" ", ""));
    byte[] answer = answerer.answer(query, Answerer.MAX_DATAGRAM).orElseThrow();
    assertEquals("000781010000000000000000", HexFormat.of().formatHex(answer));
  }

  @Test
  void aNameThatIsTooLongIsComplainedOf() {
    String label = "3f" + "61".repeat(63);
    byte[] query =
        HexFormat.of().parseHex("000701000001000000000000" + label.repeat(4) + "0000010001");
    byte[] answer = answerer.answer(query, Answerer.MAX_DATAGRAM).orElseThrow();
    assertEquals("000781010000000000000000", HexFormat.of().formatHex(answer));
  }
}
