package io.wirelink.state;

import static io.wirelink.state.KeptEntries.string;

import io.wirelink.agent.KeptPresharedKey;
import io.wirelink.device.PresharedKey;
import io.wirelink.device.PresharedKeyPrint.Kind;
import io.wirelink.device.PublicKey;
import io.wirelink.text.JsonText;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Agreed preshared keys as the text of a file: one object, with a peer a line. All are secret. */
final class PresharedKeysJson {

  /** Changes when a file means something else than before. */
  private static final int VERSION = 1;

  private static final KeptEntries FORM = new KeptEntries(VERSION, "host", "keys");

  private PresharedKeysJson() {}

  /** Writes them. */
  static String write(PublicKey self, List<KeptPresharedKey> all) {
    List<Object> entries = new ArrayList<>();
    for (KeptPresharedKey each : all) {
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("peer", each.peer().toString());
      entry.put("worked", text(each.worked()));
      if (each.next() != null) {
        entry.put("next", text(each.next()));
      }
      entry.put("since", each.since().truncatedTo(ChronoUnit.SECONDS).toString());
      entries.add(entry);
    }
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("version", VERSION);
    object.put("host", self.toString());
    object.put("keys", entries);
    try {
      return JsonText.lines(object);
    } catch (IOException e) {
      throw new AssertionError("a text in memory can be written", e);
    }
  }

  private static String text(PresharedKey key) {
    if (key.print().kind() == Kind.NONE) {
      return "";
    }
    byte[] secret = key.bytes();
    String text = Base64.getEncoder().encodeToString(secret);
    Arrays.fill(secret, (byte) 0);
    return text;
  }

  /**
   * Reads them. Keys of objects that are not known are ignored, for later versions.
   *
   * @param self the host that they have to be of
   * @throws StateJson.Damaged if it is not what {@link #write} may have written
   */
  static List<KeptPresharedKey> read(byte[] text, PublicKey self) throws StateJson.Damaged {
    return FORM.read(text, self, PresharedKeysJson::entry);
  }

  private static KeptPresharedKey entry(Map<?, ?> entry) {
    Object next = entry.get("next");
    return new KeptPresharedKey(
        PublicKey.parse(string(entry.get("peer"))),
        key(string(entry.get("worked"))),
        next == null ? null : key(string(next)),
        Instant.parse(string(entry.get("since"))));
  }

  private static PresharedKey key(String text) {
    if (text.isEmpty()) {
      return PresharedKey.NONE;
    }
    byte[] secret = Base64.getDecoder().decode(text);
    PresharedKey key = PresharedKey.ofBytes(secret);
    Arrays.fill(secret, (byte) 0);
    if (key.print().kind() != Kind.AGREED) {
      throw new IllegalArgumentException("agents have not agreed on this");
    }
    return key;
  }
}
