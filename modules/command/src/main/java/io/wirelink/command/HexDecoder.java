package io.wirelink.command;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import io.wirelink.device.PublicKey;
import io.wirelink.fact.FactCodec;
import io.wirelink.fact.MalformedFactException;
import io.wirelink.fact.TimedFact;
import io.wirelink.gossip.Contents;
import io.wirelink.gossip.Opened;
import io.wirelink.gossip.PathMessage;
import io.wirelink.gossip.Sealer;
import io.wirelink.gossip.Stamps;
import io.wirelink.invitation.JoinMessage;
import io.wirelink.text.JsonText;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Decodes lines of hex into lines of JSON: groups of facts, or whole packets. */
final class HexDecoder {
  /** Twice the digits of the largest UDP payload, so that a dump may have blanks in it. */
  private static final int MAX_LINE = 4 * 65_507;

  private static final HexFormat HEX = HexFormat.of();

  private final @Nullable Sealer opener;

  /**
   * Makes a decoder.
   *
   * @param opener opens packets; null if the lines are groups
   */
  HexDecoder(@Nullable Sealer opener) {
    this.opener = opener;
  }

  /** What a line turned out to be. */
  private record Group(@Nullable PublicKey sender, byte[] inner, List<TimedFact> facts) {}

  /** Why a line is none, in words. */
  private static final class Refused extends Exception {
    Refused(String why) {
      super(why);
    }
  }

  /**
   * Decodes all lines, and flushes whenever the next one is not there yet.
   *
   * @throws IOException if input or output fails
   */
  void decode(InputStream input, PrintWriter output) throws IOException {
    LineReader lines = new LineReader(input, MAX_LINE);
    JsonGenerator json = JsonText.factory().createGenerator(output);
    json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
    json.disable(JsonGenerator.Feature.FLUSH_PASSED_TO_STREAM);
    json.setPrettyPrinter(new MinimalPrettyPrinter(""));
    for (String line = lines.next(); line != null; line = lines.next()) {
      json.writeStartObject();
      try {
        write(json, read(line));
      } catch (Refused e) {
        json.writeBooleanField("ok", false);
        json.writeStringField("error", e.getMessage());
      }
      json.writeEndObject();
      json.writeRaw('\n');
      if (lines.wouldBlock()) {
        json.flush();
        if (output.checkError()) {
          return; // nobody reads on
        }
      }
    }
    json.flush();
    output.flush();
  }

  private Group read(String line) throws Refused {
    byte[] bytes = bytes(line);
    if (opener == null) {
      return new Group(null, bytes, facts(bytes));
    }
    return switch (opener.open(bytes)) {
      case Opened.Accepted(PublicKey sender, byte[] inner) ->
          new Group(sender, inner, isMessage(inner) ? List.of() : facts(sender, inner));
      case Opened.Rejected(Opened.Reason reason) -> throw new Refused("the packet " + reason);
    };
  }

  private static byte[] bytes(String line) throws Refused {
    if (line.length() > MAX_LINE) {
      throw new Refused("the line is longer than any packet in hex");
    }
    try {
      boolean hasBlanks = line.chars().anyMatch(c -> c <= ' ');
      return HEX.parseHex(hasBlanks ? line.replaceAll("\\s+", "") : line);
    } catch (IllegalArgumentException e) {
      throw new Refused("the line is not an even number of hex digits");
    }
  }

  private static List<TimedFact> facts(PublicKey sender, byte[] inner) throws Refused {
    try {
      return Contents.in(sender, inner).facts();
    } catch (MalformedFactException e) {
      throw new Refused(String.valueOf(e.getMessage()));
    }
  }

  /** Whether it is something else than facts. */
  private static boolean isMessage(byte[] inner) throws Refused {
    try {
      return PathMessage.in(inner).isPresent()
          || MembershipLetters.isOne(inner)
          || JoinMessage.in(inner).isPresent();
    } catch (MalformedFactException e) {
      throw new Refused(String.valueOf(e.getMessage()));
    }
  }

  private static List<TimedFact> facts(byte[] inner) throws Refused {
    try {
      return FactCodec.decode(Stamps.factsIn(inner));
    } catch (MalformedFactException e) {
      throw new Refused(String.valueOf(e.getMessage()));
    }
  }

  private static void write(JsonGenerator json, Group group) throws IOException {
    json.writeBooleanField("ok", true);
    PublicKey sender = group.sender();
    if (sender != null) {
      json.writeStringField("sender", sender.toString());
    }
    Optional<Stamps> stamps = Stamps.in(group.inner());
    if (stamps.isPresent()) {
      write(json, stamps.get());
    }
    if (sender != null) {
      writePathMessage(json, group.inner());
      writeJoinMessage(json, group.inner());
      MembershipLetters.write(json, group.inner());
    }
    json.writeArrayFieldStart("facts");
    for (TimedFact fact : group.facts()) {
      WireFacts.write(json, fact);
    }
    json.writeEndArray();
    json.writeStringField("reencoded", HEX.formatHex(FactCodec.encode(group.facts())));
  }

  private static void writePathMessage(JsonGenerator json, byte[] inner) throws IOException {
    PathMessage message;
    try {
      message = PathMessage.in(inner).orElse(null);
    } catch (MalformedFactException e) {
      throw new AssertionError("it was read before", e);
    }
    if (message == null) {
      return;
    }
    json.writeObjectFieldStart("path");
    switch (message) {
      case PathMessage.Probe(long id, var word, int length) -> probe(json, "probe", id, word);
      case PathMessage.Echo(long id, var word, int length) -> probe(json, "echo", id, word);
      case PathMessage.PassOn(PublicKey recipient, byte[] packet) -> {
        json.writeStringField("kind", "pass-on");
        json.writeStringField("recipient", recipient.toString());
        json.writeStringField("packet", HEX.formatHex(packet));
      }
      case PathMessage.PassedOn(byte[] packet) -> {
        json.writeStringField("kind", "passed-on");
        json.writeStringField("packet", HEX.formatHex(packet));
      }
      case PathMessage.Report(var bootId, var word) -> {
        json.writeStringField("kind", "report");
        json.writeStringField("bootId", bootId.toString());
        write(json, word);
      }
      case PathMessage.LookAt(PublicKey router) -> {
        json.writeStringField("kind", "look-at");
        json.writeStringField("router", router.toString());
      }
      case PathMessage.Detour(boolean begins) -> {
        json.writeStringField("kind", "detour");
        json.writeBooleanField("begins", begins);
      }
      case PathMessage.Reaches(boolean begins, var members) -> {
        json.writeStringField("kind", "reaches");
        json.writeBooleanField("begins", begins);
        write(json, "members", members);
      }
    }
    json.writeNumberField("bytes", inner.length);
    json.writeEndObject();
  }

  private static void writeJoinMessage(JsonGenerator json, byte[] inner) throws IOException {
    JoinMessage message = JoinMessage.in(inner).orElse(null);
    if (message == null) {
      return;
    }
    json.writeObjectFieldStart("join");
    switch (message) {
      case JoinMessage.Request(PublicKey key) -> {
        json.writeStringField("kind", "request");
        json.writeStringField("key", key.toString());
      }
      case JoinMessage.Answer(PublicKey key, var verdict, var addresses, var networks) -> {
        json.writeStringField("kind", "answer");
        json.writeStringField("key", key.toString());
        json.writeStringField("verdict", verdict.name().toLowerCase(Locale.ROOT).replace('_', '-'));
        write(json, "addresses", addresses);
        write(json, "networks", networks);
      }
    }
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, String name, List<?> values) throws IOException {
    json.writeArrayFieldStart(name);
    for (Object value : values) {
      json.writeString(value.toString());
    }
    json.writeEndArray();
  }

  private static void probe(JsonGenerator json, String kind, long id, PathMessage.Word word)
      throws IOException {
    json.writeStringField("kind", kind);
    json.writeStringField("id", HEX.toHexDigits(id));
    write(json, word);
  }

  private static void write(JsonGenerator json, PathMessage.Word word) throws IOException {
    json.writeNumberField("order", Integer.toUnsignedLong(word.order()));
    json.writeBooleanField("good", word.good());
    json.writeBooleanField("asks", word.asks());
    json.writeBooleanField("needs", word.needs());
  }

  private static void write(JsonGenerator json, Stamps stamps) throws IOException {
    json.writeObjectFieldStart("stamps");
    json.writeNumberField("sentMicros", Integer.toUnsignedLong(stamps.sent()));
    if (stamps.held() != Stamps.NOTHING_HELD) {
      json.writeNumberField("echoedMicros", Integer.toUnsignedLong(stamps.echoed()));
      json.writeNumberField("heldMicros", Integer.toUnsignedLong(stamps.held()));
    }
    if (stamps.roundTrip() != 0) {
      json.writeNumberField("roundTripMicros", Integer.toUnsignedLong(stamps.roundTrip()));
    }
    json.writeEndObject();
  }
}
