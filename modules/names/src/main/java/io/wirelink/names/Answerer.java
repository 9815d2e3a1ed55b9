package io.wirelink.names;

import io.wirelink.device.Cidr;
import io.wirelink.device.IpAddress;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.ExtendedFlags;
import org.xbill.DNS.Flags;
import org.xbill.DNS.HINFORecord;
import org.xbill.DNS.Header;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.PTRRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * Makes of the bytes of a query those of its answer, as a server that is the authority for one zone
 * and the addresses in it (RFC 1034, 1035, 2181, 2308), and for nothing else. It never asks
 * anybody.
 *
 * <p>Nothing may be kept (a TTL of 0): who asks is on the host that answers, and addresses change.
 */
final class Answerer {

  /** What every resolver takes in a datagram (RFC 1035, 2.3.4), in bytes. */
  static final int MIN_LIMIT = 512;

  /**
   * What passes any tunnel in one piece, in bytes; also the longest query that is looked at: a
   * question has 271 bytes at most, and options some more.
   */
  static final int MAX_DATAGRAM = 1232;

  private static final long TTL = 0;

  /** Secondary servers would want it; there are none. */
  private static final long SERIAL = 1;

  private static final long UNUSED_SECONDS = 3600;

  /** The first of the types that no record has (RFC 6895, 3.1). */
  private static final int FIRST_META_TYPE = 128;

  /** The part of the code for an unknown version that is in the options (RFC 6891, 6.1.3). */
  private static final int BADVERS_HIGH = Rcode.BADVERS >> 4;

  /** What is said to who asks for everything (RFC 8482, 4.2). */
  private static final String ANY_IS_NOTHING = "RFC8482";

  private final Zone zone;
  private final Name domain;

  /** Answers of this zone. */
  Answerer(Zone zone) {
    this.zone = zone;
    this.domain = Name.fromConstantString(zone.domain().text() + ".");
  }

  /** What is said in answer to a question, but for the form of it. */
  private record Said(
      int rcode, boolean authority, List<Record> answers, List<Record> authorities) {
    static Said refusal(int rcode) {
      return new Said(rcode, false, List.of(), List.of());
    }
  }

  /**
   * Answers a query.
   *
   * @param query what came in, which may be anything
   * @param most how many bytes the answer may have, if the query does not allow less; {@link
   *     #MIN_LIMIT} or more
   * @return the answer; empty for what is no query, which must not be answered
   */
  Optional<byte[]> answer(byte[] query, int most) {
    if (query.length < Header.LENGTH) {
      return Optional.empty();
    }
    Header header;
    try {
      header = new Header(query);
    } catch (IOException e) {
      return Optional.empty();
    }
    if (header.getFlag(Flags.QR)) {
      return Optional.empty();
    }
    if (header.getOpcode() != Opcode.QUERY) {
      return Optional.of(headerAlone(header, Rcode.NOTIMP));
    }
    try {
      Message message = new Message(query);
      Record question = message.getQuestion();
      if (header.getCount(Section.QUESTION) != 1 || question == null || options(message) > 1) {
        return Optional.of(headerAlone(header, Rcode.FORMERR));
      }
      return Optional.of(answer(message, question, most));
    } catch (IOException | RuntimeException e) {
      // Whatever a query makes of the library that reads it, it must not end the agent.
      return Optional.of(headerAlone(header, Rcode.FORMERR));
    }
  }

  private static long options(Message message) {
    return message.getSection(Section.ADDITIONAL).stream()
        .filter(record -> record.getType() == Type.OPT)
        .count();
  }

  private static byte[] headerAlone(Header query, int rcode) {
    return response(query, rcode).toWire();
  }

  private static Message response(Header query, int rcode) {
    Message response = new Message(query.getID());
    Header header = response.getHeader();
    header.setOpcode(query.getOpcode());
    header.setFlag(Flags.QR);
    if (query.getFlag(Flags.RD)) {
      header.setFlag(Flags.RD);
    }
    header.setRcode(rcode);
    return response;
  }

  private byte[] answer(Message query, Record question, int most) {
    OPTRecord options = query.getOPT();
    int limit = MIN_LIMIT;
    if (options != null) {
      limit = Math.min(most, Math.max(MIN_LIMIT, options.getPayloadSize()));
      if (options.getVersion() != 0) {
        Message refusal = response(query.getHeader(), Rcode.NOERROR);
        refusal.addRecord(question, Section.QUESTION);
        refusal.addRecord(new OPTRecord(MAX_DATAGRAM, BADVERS_HIGH, 0), Section.ADDITIONAL);
        return refusal.toWire(limit);
      }
    }
    Said said = say(question);
    Message response = response(query.getHeader(), said.rcode());
    if (said.authority()) {
      response.getHeader().setFlag(Flags.AA);
    }
    response.addRecord(question, Section.QUESTION);
    said.answers().forEach(record -> response.addRecord(record, Section.ANSWER));
    said.authorities().forEach(record -> response.addRecord(record, Section.AUTHORITY));
    if (options != null) {
      int flags = options.getFlags() & ExtendedFlags.DO;
      response.addRecord(new OPTRecord(MAX_DATAGRAM, 0, 0, flags), Section.ADDITIONAL);
    }
    return response.toWire(limit);
  }

  private Said say(Record question) {
    int type = question.getType();
    boolean meta = type >= FIRST_META_TYPE && type < Type.ANY;
    if (type == Type.OPT || type == 0) {
      return Said.refusal(Rcode.FORMERR);
    }
    if (question.getDClass() != DClass.IN || meta) {
      return Said.refusal(Rcode.REFUSED);
    }
    Name name = question.getName();
    return name.subdomain(domain) ? sayForward(name, type) : sayReverse(name, type);
  }

  private Said sayForward(Name name, int type) {
    int below = name.labels() - domain.labels();
    if (below == 0) {
      return found(domain, name, type, List.of());
    }
    Optional<Zone.Host> host =
        below == 1 ? zone.host(name.getLabelString(0).toLowerCase(Locale.ROOT)) : Optional.empty();
    if (host.isEmpty()) {
      return nobody(domain);
    }
    List<Record> records = new ArrayList<>();
    for (IpAddress address : host.get().addresses()) {
      records.add(
          switch (address.family()) {
            case V4 -> new ARecord(name, DClass.IN, TTL, address.bytes());
            case V6 -> new AAAARecord(name, DClass.IN, TTL, address.bytes());
          });
    }
    return found(domain, name, type, records);
  }

  private Said sayReverse(Name name, int type) {
    Name part = name;
    Optional<Cidr> network = ReverseName.parse(part);
    while (network.isEmpty() && part.labels() > 1) {
      part = new Name(part, 1);
      network = ReverseName.parse(part);
    }
    Optional<Cidr> reverseZone = network.flatMap(zone::reverseZoneOf);
    if (network.isEmpty() || reverseZone.isEmpty()) {
      return Said.refusal(Rcode.REFUSED);
    }
    Name apex = ReverseName.of(reverseZone.get());
    if (part.labels() < name.labels()
        || !(zone.hasAddressIn(network.get()) || network.equals(reverseZone))) {
      return nobody(apex);
    }
    List<Record> records = new ArrayList<>();
    if (network.get().isHost()) {
      for (String label : zone.labelsAt(network.get().address())) {
        Name target = Name.fromConstantString(label + "." + zone.domain().text() + ".");
        records.add(new PTRRecord(name, DClass.IN, TTL, target));
      }
    }
    return found(apex, name, type, records);
  }

  private static SOARecord authority(Name apex) {
    return new SOARecord(
        apex,
        DClass.IN,
        TTL,
        apex,
        Name.root,
        SERIAL,
        UNUSED_SECONDS,
        UNUSED_SECONDS,
        UNUSED_SECONDS,
        TTL);
  }

  /** There is no such name. */
  private static Said nobody(Name apex) {
    return new Said(Rcode.NXDOMAIN, true, List.of(), List.of(authority(apex)));
  }

  /** The name is there, and of its records those of the type that is asked for, or none. */
  private static Said found(Name apex, Name name, int type, List<Record> records) {
    if (type == Type.ANY) {
      Record little = new HINFORecord(name, DClass.IN, TTL, ANY_IS_NOTHING, "");
      return new Said(Rcode.NOERROR, true, List.of(little), List.of());
    }
    if (type == Type.SOA && name.equals(apex)) {
      return new Said(Rcode.NOERROR, true, List.of(authority(apex)), List.of());
    }
    List<Record> wanted = records.stream().filter(record -> record.getType() == type).toList();
    return wanted.isEmpty()
        ? new Said(Rcode.NOERROR, true, List.of(), List.of(authority(apex)))
        : new Said(Rcode.NOERROR, true, wanted, List.of());
  }
}
