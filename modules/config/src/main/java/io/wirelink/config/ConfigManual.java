package io.wirelink.config;

import io.wirelink.trust.TrustLevel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Writes what the code knows of configuration files for the manual page wirelink.json(5), in
 * AsciiDoc. The build of the packages calls it.
 */
final class ConfigManual {
  private ConfigManual() {}

  /**
   * Writes the parts of the page that are lists.
   *
   * @param args the folder that the parts go to
   * @throws IOException if they cannot be written
   */
  public static void main(String[] args) throws IOException {
    Path folder = Path.of(args[0]);
    Files.writeString(folder.resolve("file-keys.adoc"), keys(ConfigVocabulary.FILE));
    Files.writeString(folder.resolve("peer-keys.adoc"), keys(ConfigVocabulary.PEER));
    Files.writeString(folder.resolve("trust-levels.adoc"), levels());
  }

  private static String keys(List<ConfigKey> keys) {
    StringBuilder list = new StringBuilder();
    for (ConfigKey key : keys) {
      list.append("*%s*: %s::\n  %s".formatted(key.name(), key.value(), key.meaning()));
      if (!key.otherwise().isEmpty()) {
        list.append(" Default: ").append(key.otherwise()).append('.');
      }
      if (!key.variable().isEmpty()) {
        list.append(" Variable: *").append(key.variable()).append("*.");
      }
      list.append("\n\n");
    }
    return list.toString();
  }

  private static String levels() {
    StringBuilder list = new StringBuilder();
    for (TrustLevel level : TrustLevel.values()) {
      list.append("*%s*::\n  %s\n\n".formatted(level.configName(), meaning(level)));
    }
    return list.toString();
  }

  private static String meaning(TrustLevel level) {
    return switch (level) {
      case UNTRUSTED -> "Nothing is believed.";
      case ENDPOINT -> "Where peers may be reached.";
      case ALLOWED_IPS -> "What is routed to peers.";
      case MEMBERSHIP -> "Who belongs to the mesh, and anything about hosts that are no peers yet.";
      case DELEGATE_TRUST -> "Whom else to trust; nothing of this kind is exchanged yet.";
    };
  }
}
