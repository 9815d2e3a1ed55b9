package io.wirelink.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What people are told of the keys is so, and is of all of them. */
class ConfigVocabularyTest {
  private static final Path TOP = Path.of("..", "..");
  private static final Path EXAMPLE = TOP.resolve("scripts/package.d/wirelink.wg0.json");

  @Test
  void theExampleUsesEachKeyAndIsRight() throws IOException, ConfigException {
    byte[] example = Files.readAllBytes(EXAMPLE);
    ConfigFile.of("the example", "wg0", ConfigReader.read("it", ConfigFormat.JSON, example));

    Map<String, Object> file = JSON.std.mapFrom(example);
    assertEquals(ConfigKey.names(ConfigVocabulary.FILE), List.copyOf(file.keySet()));
    Set<Object> ofPeers = new HashSet<>();
    for (Object peer : (List<?>) file.get("peers")) {
      ofPeers.addAll(((Map<?, ?>) peer).keySet());
    }
    assertEquals(Set.copyOf(ConfigKey.names(ConfigVocabulary.PEER)), ofPeers);
  }

  @Test
  void eachVariableThatIsNamedIsRead() {
    for (ConfigKey key : ConfigVocabulary.FILE) {
      if (!key.variable().isEmpty()) {
        Map<String, String> wrong = Map.of(key.variable(), "[");
        ConfigException failure =
            assertThrows(ConfigException.class, () -> EnvironmentSettings.read(wrong));
        assertTrue(failure.getMessage().contains(key.variable()), failure.getMessage());
      }
    }
  }

  @Test
  void theTextsNameEachKey() throws IOException {
    StringBuilder texts = new StringBuilder(Files.readString(TOP.resolve("README.md")));
    try (DirectoryStream<Path> docs = Files.newDirectoryStream(TOP.resolve("docs"), "*.md")) {
      for (Path text : docs) {
        texts.append(Files.readString(text));
      }
    }
    for (List<ConfigKey> keys : List.of(ConfigVocabulary.FILE, ConfigVocabulary.PEER)) {
      keys.forEach(key -> assertTrue(texts.indexOf("`" + key.name() + "`") >= 0, key.name()));
    }
  }
}
