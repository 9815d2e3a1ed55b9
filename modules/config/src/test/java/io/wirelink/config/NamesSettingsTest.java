package io.wirelink.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wirelink.names.NameDomain;
import io.wirelink.names.NamesConfig;
import io.wirelink.names.NamesMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a configuration says of names. */
class NamesSettingsTest {
  @TempDir private Path folder;
  private final Map<String, String> variables = new HashMap<>();

  private EffectiveConfig load(String json) throws Exception {
    Files.writeString(folder.resolve("wirelink.wg0.json"), json);
    variables.put("WIRELINK_CONFIG_PATH", folder.toString());
    return EffectiveConfig.load("wg0", Settings.NONE, variables);
  }

  @Test
  void thisHostIsAnsweredUnlessItIsSaidOtherwise() throws Exception {
    assertEquals(NamesConfig.DEFAULT, load("{}").names());
    assertEquals(NamesMode.HOST, load("{}").names().mode());
  }

  @ParameterizedTest
  @CsvSource({"true, HOST", "false, OFF", "\"peers\", PEERS", "\"Peers\", PEERS", "\"off\", OFF"})
  void whoIsAnsweredIsRead(String value, NamesMode mode) throws Exception {
    EffectiveConfig config = load("{\"names\": " + value + ", \"domain\": \"Mesh.Example.org\"}");
    NameDomain domain = new NameDomain("mesh.example.org");
    assertEquals(new NamesConfig(mode, domain), config.names());
    assertEquals(config, load(ConfigWriter.write(config)));
  }

  @Test
  void theEnvironmentWins() throws Exception {
    variables.put("WIRELINK_NAMES", "peers");
    variables.put("WIRELINK_DOMAIN", "a.example");
    assertEquals(
        new NamesConfig(NamesMode.PEERS, new NameDomain("a.example")),
        load("{\"names\": false, \"domain\": \"b.example\"}").names());
    String origins = ConfigOrigins.of(ConfigSources.load("wg0", variables));
    assertTrue(origins.contains("WIRELINK_DOMAIN"), origins);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"names\": \"everybody\"}",
        "{\"names\": 7}",
        "{\"domain\": \"\"}",
        "{\"domain\": \"local\"}",
        "{\"domain\": \"a b\"}",
        "{\"domain\": \"a..b\"}"
      })
  void whatMeansNothingIsRefused(String json) {
    ConfigException e = assertThrows(ConfigException.class, () -> load(json));
    assertEquals(1, e.problems().size());
  }
}
