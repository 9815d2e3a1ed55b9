package io.wirelink.launcher;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A fact as `wirelink facts --json` tells it, but for how long it is believed yet, which changes
 * all the time.
 *
 * @param subject the key of whom it is about
 * @param attribute what kind of fact it is
 * @param value what it says, as text
 * @param source `local`, or the key of who says so
 */
public record Told(String subject, String attribute, String value, String source) {

  /** Reads what the command wrote. */
  public static List<Told> parse(String json) {
    try {
      List<Told> told = new ArrayList<>();
      for (Object each : JSON.std.listFrom(json)) {
        Map<?, ?> fact = (Map<?, ?>) each;
        Map<?, ?> source = (Map<?, ?>) fact.get("source");
        boolean local = "local".equals(source.get("kind"));
        told.add(
            new Told(
                (String) ((Map<?, ?>) fact.get("subject")).get("key"),
                (String) fact.get("attribute"),
                String.valueOf(fact.get("value")),
                local ? "local" : (String) source.get("key")));
      }
      return told;
    } catch (IOException e) {
      throw new AssertionError("no JSON: " + json, e);
    }
  }
}
