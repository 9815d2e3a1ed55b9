package io.wirelink.state;

import static io.wirelink.state.KeptEntries.list;
import static io.wirelink.state.KeptEntries.string;

import io.wirelink.agent.KeptRemoval;
import io.wirelink.device.Cidr;
import io.wirelink.device.PublicKey;
import io.wirelink.fact.RemovalRecord;
import io.wirelink.text.JsonText;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Removals as the text of a file: one object, with a key a line. They do not grow old. */
final class RemovalsJson {

  /** Changes when a file means something else than before. */
  private static final int VERSION = 1;

  private static final KeptEntries FORM = new KeptEntries(VERSION, "host", "removals");

  private RemovalsJson() {}

  /** Writes them. */
  static String write(PublicKey self, List<KeptRemoval> all) {
    List<Object> entries = new ArrayList<>();
    for (KeptRemoval each : all) {
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("key", each.record().subject().toString());
      entry.put("number", each.record().number());
      entry.put("removed", each.record().removed());
      entry.put("name", each.name());
      entry.put("since", each.since().truncatedTo(ChronoUnit.SECONDS).toString());
      entry.put("networks", each.networks().stream().map(Cidr::toString).toList());
      entries.add(entry);
    }
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("version", VERSION);
    object.put("host", self.toString());
    object.put("removals", entries);
    try {
      return JsonText.lines(object);
    } catch (IOException e) {
      throw new AssertionError("a text in memory can be written", e);
    }
  }

  /**
   * Reads them. Keys that are not known are ignored, for later versions.
   *
   * @param self the host that they have to be of
   * @throws StateJson.Damaged if it is not what {@link #write} may have written
   */
  static List<KeptRemoval> read(byte[] text, PublicKey self) throws StateJson.Damaged {
    return FORM.read(text, self, RemovalsJson::removal);
  }

  private static KeptRemoval removal(Map<?, ?> entry) {
    if (!(entry.get("removed") instanceof Boolean removed)) {
      throw new IllegalArgumentException("this is no truth value");
    }
    // A number that is small enough is read as an Integer.
    if (!(entry.get("number") instanceof Number number)
        || !(number instanceof Integer || number instanceof Long)) {
      throw new IllegalArgumentException("this is no number");
    }
    Set<Cidr> networks =
        list(entry.get("networks")).stream()
            .map(each -> Cidr.parse(string(each)))
            .collect(Collectors.toSet());
    return new KeptRemoval(
        new RemovalRecord(PublicKey.parse(string(entry.get("key"))), number.longValue(), removed),
        string(entry.get("name")),
        Instant.parse(string(entry.get("since"))),
        networks);
  }
}
