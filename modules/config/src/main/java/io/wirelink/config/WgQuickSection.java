package io.wirelink.config;

import io.wirelink.device.PublicKey;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The section of a peer in a file of wg-quick(8), as somebody finds it who is to delete it.
 *
 * @param file the file
 * @param line of its heading, counted from 1
 */
public record WgQuickSection(Path file, int line) {

  private static final String KEY = "publickey";

  /** That of a peer; nothing if there is none, or the file cannot be read. */
  public static Optional<WgQuickSection> of(Path folder, String interfaceName, PublicKey peer) {
    Path file = folder.resolve(interfaceName + ".conf");
    try {
      return in(new LockedFile(file).read().lines().toList(), peer)
          .map(line -> new WgQuickSection(file, line));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static Optional<Integer> in(List<String> lines, PublicKey peer) {
    int heading = 0;
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).replaceAll("#.*", "").strip();
      if (line.startsWith("[")) {
        heading = i + 1;
      }
      int equals = line.indexOf('=');
      if (equals > 0
          && line.substring(0, equals).strip().toLowerCase(Locale.ROOT).equals(KEY)
          && line.substring(equals + 1).strip().equals(peer.toString())) {
        return Optional.of(heading);
      }
    }
    return Optional.empty();
  }
}
