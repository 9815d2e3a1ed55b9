package io.wirelink.command;

import com.fasterxml.jackson.core.JsonGenerator;
import io.wirelink.fact.KeyRotation;
import io.wirelink.fact.MalformedFactException;
import io.wirelink.fact.RemovalRecord;
import io.wirelink.gossip.PresharedMessage;
import io.wirelink.gossip.RemovalMessage;
import io.wirelink.gossip.RotationMessage;
import java.io.IOException;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What agents say about who belongs to the mesh, and under which keys, as JSON. */
final class MembershipLetters {

  private static final HexFormat HEX = HexFormat.of();

  private MembershipLetters() {}

  /**
   * Whether the inner bytes of a packet are one.
   *
   * @throws MalformedFactException if they are, and not as they should be
   */
  static boolean isOne(byte[] inner) throws MalformedFactException {
    return RemovalMessage.in(inner).isPresent()
        || RotationMessage.in(inner).isPresent()
        || PresharedMessage.in(inner).isPresent();
  }

  /** Writes what inner bytes say that were found to be right before; nothing for others. */
  static void write(JsonGenerator json, byte[] inner) throws IOException {
    try {
      writeRemovals(json, RemovalMessage.in(inner).orElse(null));
      writeRotations(json, RotationMessage.in(inner).orElse(null));
      writeKeys(json, PresharedMessage.in(inner).orElse(null));
    } catch (MalformedFactException e) {
      throw new AssertionError("it was read before", e);
    }
  }

  private static void writeRemovals(JsonGenerator json, @Nullable RemovalMessage message)
      throws IOException {
    if (message == null) {
      return;
    }
    json.writeObjectFieldStart("removals");
    switch (message) {
      case RemovalMessage.Told(long id, var records) -> {
        json.writeStringField("kind", "told");
        json.writeStringField("id", HEX.toHexDigits(id));
        json.writeArrayFieldStart("records");
        for (RemovalRecord each : records) {
          json.writeStartObject();
          json.writeStringField("subject", each.subject().toString());
          json.writeNumberField("number", each.number());
          json.writeBooleanField("removed", each.removed());
          json.writeEndObject();
        }
        json.writeEndArray();
      }
      case RemovalMessage.Heard(long id) -> {
        json.writeStringField("kind", "heard");
        json.writeStringField("id", HEX.toHexDigits(id));
      }
    }
    json.writeEndObject();
  }

  private static void writeRotations(JsonGenerator json, @Nullable RotationMessage message)
      throws IOException {
    if (message == null) {
      return;
    }
    json.writeObjectFieldStart("rotations");
    switch (message) {
      case RotationMessage.Announced(long id, KeyRotation rotation, byte[] _) -> {
        begin(json, "announced", id);
        write(json, rotation);
      }
      case RotationMessage.Answered(long id, boolean accepted) -> {
        begin(json, "answered", id);
        json.writeBooleanField("accepted", accepted);
      }
      case RotationMessage.Now(var to, int millis) -> {
        json.writeStringField("kind", "now");
        json.writeStringField("to", to.toString());
        json.writeNumberField("millis", millis);
      }
      case RotationMessage.Told(long id, var rotations) -> {
        begin(json, "told", id);
        json.writeArrayFieldStart("records");
        for (KeyRotation each : rotations) {
          json.writeStartObject();
          write(json, each);
          json.writeEndObject();
        }
        json.writeEndArray();
      }
    }
    json.writeEndObject();
  }

  private static void writeKeys(JsonGenerator json, @Nullable PresharedMessage message)
      throws IOException {
    if (message == null) {
      return;
    }
    json.writeObjectFieldStart("preshared_key");
    switch (message) {
      case PresharedMessage.Half(long id, var piece, boolean second, byte[] _) -> {
        begin(json, "half", id);
        json.writeStringField("piece", piece.name().toLowerCase(Locale.ROOT));
        json.writeBooleanField("second", second);
      }
      case PresharedMessage.Ready(long id, byte[] _) -> begin(json, "ready", id);
    }
    json.writeEndObject();
  }

  private static void begin(JsonGenerator json, String kind, long id) throws IOException {
    json.writeStringField("kind", kind);
    json.writeStringField("id", HEX.toHexDigits(id));
  }

  private static void write(JsonGenerator json, KeyRotation rotation) throws IOException {
    json.writeStringField("from", rotation.from().toString());
    json.writeStringField("to", rotation.to().toString());
    json.writeNumberField("number", rotation.number());
  }
}
