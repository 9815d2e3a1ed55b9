package io.wirelink.state;

import com.fasterxml.jackson.jr.ob.JSON;
import io.wirelink.device.PublicKey;
import java.io.IOException;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads files of one form: an object with a version, the host that it is of, and entries. Keys of
 * objects that are not known are ignored, for later versions.
 *
 * @param version that of the form
 * @param host what the key of the host is called
 * @param entries what the entries are called
 */
record KeptEntries(int version, String host, String entries) {

  /**
   * Reads the entries.
   *
   * @param self the host that they have to be of
   * @param entry makes something of an entry, or throws an {@link IllegalArgumentException} or a
   *     {@link DateTimeException}
   * @throws StateJson.Damaged if it is not what may have been written
   */
  <T> List<T> read(byte[] text, PublicKey self, Function<Map<?, ?>, T> entry)
      throws StateJson.Damaged {
    try {
      if (!(JSON.std.anyFrom(text) instanceof Map<?, ?> object)
          || !Integer.valueOf(version).equals(object.get("version"))) {
        throw new StateJson.Damaged("it is of another version, and not " + version);
      }
      if (!PublicKey.parse(string(object.get(host))).equals(self)) {
        throw new StateJson.Damaged("it is of another host, or of a key that this one had before");
      }
      List<T> all = new ArrayList<>();
      for (Object each : list(object.get(entries))) {
        if (!(each instanceof Map<?, ?> one)) {
          throw new IllegalArgumentException("this is no object");
        }
        all.add(entry.apply(one));
      }
      return all;
    } catch (IOException e) {
      // What the parser says repeats pieces of the file, which may be anything, and a secret.
      throw new StateJson.Damaged("it is not JSON");
    } catch (DateTimeException | IllegalArgumentException e) {
      throw new StateJson.Damaged("what it says means nothing");
    }
  }

  static String string(@Nullable Object value) {
    if (value instanceof String text) {
      return text;
    }
    throw new IllegalArgumentException("this is no text");
  }

  static List<?> list(@Nullable Object value) {
    if (value instanceof List<?> elements) {
      return elements;
    }
    throw new IllegalArgumentException("this is no array");
  }
}
