package io.wirelink.control;

import com.fasterxml.jackson.core.JsonGenerator;
import io.wirelink.agent.AgentView;
import io.wirelink.agent.AgentView.KnownFact;
import io.wirelink.device.PublicKey;
import io.wirelink.diagnosis.NatWords;
import io.wirelink.fact.Fact;
import io.wirelink.fact.FactNames;
import io.wirelink.fact.FactValue;
import io.wirelink.fact.MemberMetadata;
import io.wirelink.fact.Source;
import java.io.IOException;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;

/** Writes the facts of an agent for scripts and for the other commands (docs/control.md). */
public final class FactJson {
  /** What the source of a fact is called that this host knows by itself. */
  public static final String LOCAL = "local";

  /** What it is called if this host remembers the fact from before its start. */
  public static final String MEMORY = "memory";

  private FactJson() {}

  /**
   * Writes the facts that are wanted as an array: those with a named subject first, by name; then
   * by key; then by attribute in the order of the protocol, and by value.
   */
  static void write(JsonGenerator json, AgentView view, FactFilter filter) throws IOException {
    List<KnownFact> sorted =
        view.facts().stream()
            .filter(known -> filter.wants(known.fact(), known.source()))
            .sorted(order(view))
            .toList();
    json.writeStartArray();
    for (KnownFact known : sorted) {
      write(json, view, known);
    }
    json.writeEndArray();
  }

  private static Comparator<KnownFact> order(AgentView view) {
    return Comparator.comparing((KnownFact known) -> !view.names().containsKey(subject(known)))
        .thenComparing(known -> view.nameOf(subject(known)))
        .thenComparing(FactJson::subject)
        .thenComparing(known -> known.fact().attribute())
        .thenComparing(known -> known.fact().value(), FactJson::compareValues);
  }

  private static PublicKey subject(KnownFact known) {
    return known.fact().subject();
  }

  /** Compares two values of the same attribute, addresses as numbers. */
  private static int compareValues(FactValue one, FactValue other) {
    if (one instanceof FactValue.AtEndpoint a && other instanceof FactValue.AtEndpoint b) {
      return a.endpoint().compareTo(b.endpoint());
    }
    if (one instanceof FactValue.AllowedCidr a && other instanceof FactValue.AllowedCidr b) {
      return a.cidr().compareTo(b.cidr());
    }
    return one.toString().compareTo(other.toString());
  }

  private static void write(JsonGenerator json, AgentView view, KnownFact known)
      throws IOException {
    Fact fact = known.fact();
    json.writeStartObject();
    json.writeFieldName("subject");
    writePeer(json, view, fact.subject());
    json.writeStringField("attribute", FactNames.of(fact.attribute()));
    writeValue(json, fact.value());
    json.writeStringField("expires", known.expires().truncatedTo(ChronoUnit.SECONDS).toString());
    json.writeNumberField("ttl", known.ttlSeconds());
    json.writeFieldName("source");
    switch (known.source()) {
      case Source.Local local -> writeOwn(json, LOCAL);
      case Source.Memory memory -> writeOwn(json, MEMORY);
      case Source.Peer(PublicKey key) -> writeSource(json, key, nameOf(view, key));
    }
    json.writeEndObject();
  }

  /**
   * Writes that this host says something.
   *
   * @param kind whether it knows that or remembers it
   */
  static void writeOwn(JsonGenerator json, String kind) throws IOException {
    json.writeStartObject();
    json.writeStringField("kind", kind);
    json.writeEndObject();
  }

  /** Writes that a peer says something. */
  static void writeSource(JsonGenerator json, PublicKey key, String name) throws IOException {
    json.writeStartObject();
    json.writeStringField("kind", "peer");
    writeNames(json, key, name);
    json.writeEndObject();
  }

  /** Writes whom a key belongs to as an object. */
  static void writePeer(JsonGenerator json, AgentView view, PublicKey key) throws IOException {
    writePeer(json, key, nameOf(view, key));
  }

  /** The same, with its name, empty if it has none. */
  static void writePeer(JsonGenerator json, PublicKey key, String name) throws IOException {
    json.writeStartObject();
    writeNames(json, key, name);
    json.writeEndObject();
  }

  private static String nameOf(AgentView view, PublicKey key) {
    return view.names().getOrDefault(key, "");
  }

  /** Writes whom a key belongs to into an object that is open. */
  static void writeNames(JsonGenerator json, AgentView view, PublicKey key) throws IOException {
    writeNames(json, key, nameOf(view, key));
  }

  private static void writeNames(JsonGenerator json, PublicKey key, String name)
      throws IOException {
    json.writeStringField("key", key.toString());
    json.writeStringField("name", name);
  }

  /** Writes what a fact says as a member. */
  static void writeValue(JsonGenerator json, FactValue value) throws IOException {
    switch (value) {
      case FactValue.Alive alive -> json.writeStringField("value", alive.bootId().toString());
      case FactValue.AtEndpoint at -> json.writeStringField("value", at.endpoint().toString());
      case FactValue.AllowedCidr cidr -> json.writeStringField("value", cidr.cidr().toString());
      case FactValue.Member member -> json.writeNullField("value");
      case FactValue.Membership membership -> {
        MemberMetadata metadata = membership.metadata();
        json.writeObjectFieldStart("value");
        json.writeStringField("name", metadata.name().orElse(""));
        json.writeBooleanField("basic", metadata.isBasic());
        if (metadata.nat().isTold()) {
          json.writeStringField("nat", NatWords.brief(metadata.nat()));
        }
        json.writeEndObject();
      }
    }
  }
}
