package io.wirelink.diagnosis;

import com.fasterxml.jackson.core.JsonGenerator;
import io.wirelink.agent.DirectPath;
import io.wirelink.agent.KnownEndpoint;
import io.wirelink.agent.PeerStory;
import io.wirelink.agent.RejectionRule;
import io.wirelink.device.PublicKey;
import io.wirelink.fact.FactNames;
import io.wirelink.fact.Source;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Writes the story of a peer for programs (docs/control.md). */
public final class WhyJson {
  private final PeerStory story;
  private final JsonGenerator json;

  private WhyJson(PeerStory story, JsonGenerator json) {
    this.story = story;
    this.json = json;
  }

  /** Writes the members of an object that is open. */
  public static void write(
      JsonGenerator json, PeerStory story, Diagnosis diagnosis, WhyAnswer answer)
      throws IOException {
    WhyJson why = new WhyJson(story, json);
    why.host("peer", story.key());
    json.writeStringField("cause", diagnosis.cause().word());
    json.writeBooleanField("certain", diagnosis.certain());
    why.time("certain_by", diagnosis.certainBy());
    json.writeObjectFieldStart("nat");
    json.writeStringField("here", word(story.nats().here()));
    json.writeStringField("there", word(story.nats().there()));
    json.writeEndObject();
    PortMappingJson.write(json, story.host().portMapping());
    why.contact();
    why.path();
    why.endpoints();
    why.rejections();
    why.next();
    why.sentences(answer);
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private void host(String field, @Nullable PublicKey key) throws IOException {
    if (key == null) {
      json.writeNullField(field);
      return;
    }
    json.writeObjectFieldStart(field);
    json.writeStringField("key", key.toString());
    json.writeStringField("name", story.names().getOrDefault(key, ""));
    json.writeEndObject();
  }

  private void source(@Nullable Source source) throws IOException {
    switch (source) {
      case null -> json.writeNullField("source");
      case Source.Local local -> host("source", story.host().key());
      case Source.Memory memory -> host("source", story.host().key());
      case Source.Peer(PublicKey key) -> host("source", key);
    }
  }

  private void time(String field, @Nullable Instant instant) throws IOException {
    if (instant == null) {
      json.writeNullField(field);
    } else {
      json.writeStringField(field, instant.truncatedTo(ChronoUnit.SECONDS).toString());
    }
  }

  private void contact() throws IOException {
    PeerStory.Contact contact = story.contact();
    PeerStory.OnDevice device = story.device();
    json.writeObjectFieldStart("contact");
    time("handshake", device == null ? null : device.lastHandshake());
    if (device != null) {
      json.writeStringField("preshared_key", word(device.presharedKey()));
    }
    time("heard", contact.heard());
    time("alive_until", contact.aliveUntil());
    time("vouched", contact.vouched());
    host("vouched_by", contact.vouchedBy());
    json.writeEndObject();
  }

  private void path() throws IOException {
    DirectPath path = story.path();
    json.writeObjectFieldStart("direct");
    DirectPathJson.writeState(json, path);
    json.writeBooleanField("probed", path.asked());
    json.writeNumberField("probes", path.probes());
    json.writeNumberField("lost", path.lost());
    DirectPathJson.writeMtu(json, path);
    json.writeEndObject();
  }

  private void endpoints() throws IOException {
    json.writeArrayFieldStart("endpoints");
    for (KnownEndpoint endpoint : story.endpoints()) {
      json.writeStartObject();
      json.writeStringField("endpoint", endpoint.endpoint().toString());
      json.writeStringField("use", word(endpoint.use()));
      if (endpoint.origin() == null) {
        json.writeNullField("origin");
      } else {
        json.writeStringField("origin", word(endpoint.origin()));
      }
      source(endpoint.source());
      time("until", endpoint.until());
      json.writeBooleanField("current", endpoint.current());
      json.writeNumberField("tries", endpoint.tries());
      time("first", endpoint.first());
      time("last", endpoint.last());
      json.writeStringField("result", word(endpoint.result()));
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void rejections() throws IOException {
    json.writeArrayFieldStart("rejections");
    for (PeerStory.Rejection each : story.rejections()) {
      json.writeStartObject();
      json.writeStringField("attribute", FactNames.of(each.fact().attribute()));
      json.writeStringField("value", each.fact().value().toString());
      host("source", each.sender());
      json.writeStringField("rule", word(each.rule()));
      if (each.rule() == RejectionRule.NOT_TRUSTED) {
        json.writeStringField("has", each.has().configName());
        json.writeStringField("needs", each.needs().configName());
      }
      json.writeNumberField("times", each.times());
      time("last", each.last());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void next() throws IOException {
    PeerStory.Next next = story.next();
    if (next == null) {
      json.writeNullField("next");
      return;
    }
    json.writeObjectFieldStart("next");
    json.writeStringField("endpoint", next.endpoint().toString());
    time("at", next.at());
    json.writeEndObject();
  }

  private void sentences(WhyAnswer answer) throws IOException {
    json.writeStringField("summary", answer.summary());
    json.writeArrayFieldStart("sections");
    for (WhyAnswer.Section section : answer.sections()) {
      json.writeStartObject();
      json.writeStringField("title", section.title());
      json.writeArrayFieldStart("sentences");
      for (String sentence : section.sentences()) {
        json.writeString(sentence);
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
