package io.wirelink.control;

import com.fasterxml.jackson.core.JsonGenerator;
import io.wirelink.agent.FactNotice;
import io.wirelink.agent.RejectionRule;
import io.wirelink.device.PublicKey;
import io.wirelink.fact.Fact;
import io.wirelink.fact.FactNames;
import io.wirelink.fact.Source;
import java.io.IOException;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Writes what happens to facts, a line each, for who watches (docs/control.md). */
public final class NoticeJson {
  private NoticeJson() {}

  /** The line of a notice. */
  static byte[] line(FactNotice notice) {
    return ControlProtocol.line(
        json -> {
          json.writeStringField("time", notice.at().truncatedTo(ChronoUnit.MILLIS).toString());
          json.writeStringField("reason", notice.kind().name().toLowerCase(Locale.ROOT));
          Fact fact = notice.fact();
          if (fact != null) {
            json.writeFieldName("subject");
            FactJson.writePeer(json, fact.subject(), name(fact.subject(), notice.subject()));
            json.writeStringField("attribute", FactNames.of(fact.attribute()));
            FactJson.writeValue(json, fact.value());
            json.writeNumberField("ttl", notice.ttlSeconds());
          }
          json.writeFieldName("source");
          writeSource(json, notice);
          writeRule(json, notice);
        });
  }

  /** The line that says that some notices could not be kept. */
  static byte[] lost(long count) {
    return ControlProtocol.line(json -> json.writeNumberField("lost", count));
  }

  /** The line that says that the agent ends. */
  static byte[] end() {
    return ControlProtocol.line(json -> json.writeBooleanField("end", true));
  }

  private static void writeSource(JsonGenerator json, FactNotice notice) throws IOException {
    switch (notice.source()) {
      case Source.Peer(PublicKey key) ->
          FactJson.writeSource(json, key, name(key, notice.sourceName()));
      case Source.Local local -> FactJson.writeOwn(json, FactJson.LOCAL);
      case Source.Memory memory -> FactJson.writeOwn(json, FactJson.MEMORY);
      case null -> {
        json.writeStartObject();
        json.writeStringField("kind", "address");
        json.writeStringField("address", notice.sourceName());
        json.writeEndObject();
      }
    }
  }

  private static void writeRule(JsonGenerator json, FactNotice notice) throws IOException {
    @Nullable RejectionRule rule = notice.rule();
    if (rule != null) {
      json.writeStringField("rule", rule.name().toLowerCase(Locale.ROOT));
      json.writeStringField("because", "it " + rule.text());
      if (!notice.detail().isEmpty()) {
        json.writeStringField("detail", notice.detail());
      }
    }
  }

  /** Who has no name is called by the key, which is no name here. */
  private static String name(PublicKey key, String called) {
    return called.equals(key.toString()) ? "" : called;
  }
}
