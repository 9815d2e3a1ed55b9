package io.wirelink.diagnosis;

import com.fasterxml.jackson.core.JsonGenerator;
import io.wirelink.agent.KeptSuccession;
import io.wirelink.agent.RotationsView;
import io.wirelink.device.PresharedKeyPrint;
import io.wirelink.device.PublicKey;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Tells which key a host had before, and which one it is about to take.
 *
 * @param key whom it is about
 * @param about what is known of that key
 */
public record WhyKeys(PublicKey key, List<KeptSuccession> about) {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

  /** Keeps a copy. */
  public WhyKeys {
    about = List.copyOf(about);
  }

  /** What is known of a key among all that is. */
  public static WhyKeys of(PublicKey key, RotationsView all) {
    return new WhyKeys(
        key,
        all.others().stream()
            .filter(each -> !each.rotation().isWithdrawal())
            .filter(each -> each.rotation().from().equals(key) || isBefore(key, each))
            .toList());
  }

  private static boolean isBefore(PublicKey key, KeptSuccession each) {
    return each.over() && each.rotation().to().equals(key);
  }

  /** What a preshared key of a peer means; empty if it has none. */
  static Optional<String> preshared(PresharedKeyPrint.Kind kind) {
    return switch (kind) {
      case NONE -> Optional.empty();
      case AGREED -> Optional.of("The agents of both have agreed on a preshared key.");
      case BY_HAND ->
          Optional.of(
              "Somebody has set a preshared key for it: where it has another, or none, there is no"
                  + " handshake.");
    };
  }

  /** An answer with a section about this, if there is anything to say. */
  public WhyAnswer addTo(WhyAnswer answer, ZoneId zone) {
    if (about.isEmpty()) {
      return answer;
    }
    List<WhyAnswer.Section> sections = new ArrayList<>(answer.sections());
    sections.add(
        Math.min(1, sections.size()),
        new WhyAnswer.Section(
            "Which key it has", about.stream().map(each -> sentence(each, zone)).toList()));
    return new WhyAnswer(answer.summary(), sections);
  }

  private String sentence(KeptSuccession each, ZoneId zone) {
    PublicKey from = each.rotation().from();
    PublicKey to = each.rotation().to();
    String when = TIME.format(each.since().atZone(zone));
    if (!each.over()) {
      return "It is about to take another key, %s, as it said at %s; this host follows it then."
          .formatted(to, when);
    }
    return to.equals(key)
        ? "This host follows %s from %s since %s.".formatted(to, from, when)
        : "This key is worth nothing since %s: its host has another one, %s.".formatted(when, to);
  }

  /** Writes the same for programs, as a member of an object that is open. */
  public void write(JsonGenerator json) throws IOException {
    json.writeArrayFieldStart("rotations");
    for (KeptSuccession each : about) {
      Instant since = each.since().truncatedTo(ChronoUnit.SECONDS);
      json.writeStartObject();
      json.writeStringField("from", each.rotation().from().toString());
      json.writeStringField("to", each.rotation().to().toString());
      json.writeStringField("since", since.toString());
      json.writeBooleanField("over", each.over());
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
