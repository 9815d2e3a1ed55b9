package io.wirelink.command;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.fasterxml.jackson.core.JsonGenerator;
import io.wirelink.control.FactJson;
import io.wirelink.fact.Fact;
import io.wirelink.fact.FactValue;
import io.wirelink.fact.MemberMetadata;
import io.wirelink.fact.TimedFact;
import java.io.IOException;
import java.util.HexFormat;
import java.util.Map;

/**
 * Writes facts as they are on the wire: attribute letter, TTL, and every byte of the metadata. For
 * people and scripts that want to know what a fact means, there is {@link FactJson}.
 */
final class WireFacts {
  private static final HexFormat HEX = HexFormat.of();

  private WireFacts() {}

  /** Writes a fact as an object. */
  static void write(JsonGenerator json, TimedFact timed) throws IOException {
    Fact fact = timed.fact();
    json.writeStartObject();
    json.writeStringField("attribute", String.valueOf(fact.attribute().letter()));
    json.writeStringField("subject", fact.subject().toString());
    json.writeNumberField("ttl", timed.ttlSeconds());
    switch (fact.value()) {
      case FactValue.Alive alive -> json.writeStringField("value", alive.bootId().toString());
      case FactValue.AtEndpoint at -> json.writeStringField("value", at.endpoint().toString());
      case FactValue.AllowedCidr cidr -> json.writeStringField("value", cidr.cidr().toString());
      case FactValue.Member member -> {}
      case FactValue.Membership membership -> writeMetadata(json, membership.metadata());
    }
    json.writeEndObject();
  }

  private static void writeMetadata(JsonGenerator json, MemberMetadata metadata)
      throws IOException {
    json.writeObjectFieldStart("metadata");
    for (Map.Entry<Integer, String> entry : metadata.entries().entrySet()) {
      json.writeStringField(
          HEX.toHexDigits(entry.getKey().byteValue()),
          HEX.formatHex(entry.getValue().getBytes(ISO_8859_1)));
    }
    json.writeEndObject();
  }
}
