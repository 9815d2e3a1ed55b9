package io.wirelink.state;

import com.fasterxml.jackson.jr.ob.JSON;
import io.wirelink.agent.KeptRotations;
import io.wirelink.agent.KeptSuccession;
import io.wirelink.agent.OwnRotation;
import io.wirelink.device.PrivateKey;
import io.wirelink.device.PublicKey;
import io.wirelink.fact.KeyRotation;
import io.wirelink.text.JsonText;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Rotations as the text of a file: one object, with a rotation a line. As long as that of the host
 * itself is under way, the private key that it is going to have is in it.
 */
final class RotationsJson {

  /** Changes when a file means something else than before. */
  private static final int VERSION = 1;

  private RotationsJson() {}

  /** Writes them. */
  static String write(PublicKey self, KeptRotations all) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("version", VERSION);
    object.put("host", self.toString());
    OwnRotation own = all.own();
    if (own != null) {
      byte[] secret = own.to().bytes();
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("from", own.from().toString());
      entry.put("key", Base64.getEncoder().encodeToString(secret));
      entry.put("number", own.number());
      entry.put("since", own.since().truncatedTo(ChronoUnit.SECONDS).toString());
      Arrays.fill(secret, (byte) 0);
      object.put("own", entry);
    }
    List<Object> others = new ArrayList<>();
    for (KeptSuccession each : all.others()) {
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("from", each.rotation().from().toString());
      entry.put("to", each.rotation().to().toString());
      entry.put("number", each.rotation().number());
      entry.put("over", each.over());
      entry.put("name", each.name());
      entry.put("since", each.since().truncatedTo(ChronoUnit.SECONDS).toString());
      others.add(entry);
    }
    object.put("rotations", others);
    try {
      return JsonText.lines(object);
    } catch (IOException e) {
      throw new AssertionError("a text in memory can be written", e);
    }
  }

  /**
   * Reads them. Keys that are not known are ignored, for later versions.
   *
   * @param self the host that they have to be of, or the key that it was to have
   * @throws StateJson.Damaged if it is not what {@link #write} may have written
   */
  static KeptRotations read(byte[] text, PublicKey self) throws StateJson.Damaged {
    try {
      if (!(JSON.std.anyFrom(text) instanceof Map<?, ?> object)
          || !Integer.valueOf(VERSION).equals(object.get("version"))) {
        throw new StateJson.Damaged("it is of another version, and not " + VERSION);
      }
      List<KeptSuccession> others = new ArrayList<>();
      if (!(object.get("rotations") instanceof List<?> list)) {
        throw new IllegalArgumentException("this is no array");
      }
      for (Object each : list) {
        others.add(succession(entry(each)));
      }
      Object own = object.get("own");
      KeptRotations all = new KeptRotations(own == null ? null : own(entry(own)), others);
      PublicKey host = key(object, "host");
      if (!host.equals(self) && !all.isConcludedBy(self)) {
        throw new StateJson.Damaged("it is of another host, or of a key that this one had before");
      }
      return all;
    } catch (IOException e) {
      // What the parser says repeats pieces of the file, which may be anything.
      throw new StateJson.Damaged("it is not JSON");
    } catch (DateTimeException | IllegalArgumentException e) {
      throw new StateJson.Damaged("what it says means nothing");
    }
  }

  private static OwnRotation own(Map<?, ?> entry) {
    return new OwnRotation(
        key(entry, "from"),
        PrivateKey.parse(string(entry.get("key"))),
        number(entry),
        Instant.parse(string(entry.get("since"))));
  }

  private static KeptSuccession succession(Map<?, ?> entry) {
    if (!(entry.get("over") instanceof Boolean over)) {
      throw new IllegalArgumentException("this is no truth value");
    }
    return new KeptSuccession(
        new KeyRotation(key(entry, "from"), key(entry, "to"), number(entry)),
        string(entry.get("name")),
        Instant.parse(string(entry.get("since"))),
        over);
  }

  private static long number(Map<?, ?> entry) {
    // A number that is small enough is read as an Integer.
    if (entry.get("number") instanceof Number number
        && (number instanceof Integer || number instanceof Long)) {
      return number.longValue();
    }
    throw new IllegalArgumentException("this is no number");
  }

  private static PublicKey key(Map<?, ?> entry, String name) {
    return PublicKey.parse(string(entry.get(name)));
  }

  private static Map<?, ?> entry(@Nullable Object value) {
    if (value instanceof Map<?, ?> entry) {
      return entry;
    }
    throw new IllegalArgumentException("this is no object");
  }

  private static String string(@Nullable Object value) {
    if (value instanceof String text) {
      return text;
    }
    throw new IllegalArgumentException("this is no text");
  }
}
