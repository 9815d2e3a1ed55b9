package io.wirelink.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the sources of a configuration say that a command line can override.
 *
 * @param environment what the environment says, which overrides the file
 * @param path the file; null if there is none
 * @param file what it says
 */
public record ConfigSources(Settings environment, @Nullable Path path, ConfigFile file) {

  /**
   * Reads both.
   *
   * @param interfaceName a possible name of an interface
   * @param variables the environment
   * @throws ConfigException if anything in one of them is wrong, with all that is
   */
  public static ConfigSources load(String interfaceName, Map<String, String> variables)
      throws ConfigException {
    List<ConfigProblem> problems = new ArrayList<>();
    Path path = null;
    ConfigFile file = ConfigFile.NONE;
    Settings environment = Settings.NONE;
    try {
      path = ConfigDirectory.of(variables).find(interfaceName).orElse(null);
      file = path == null ? ConfigFile.NONE : ConfigDirectory.read(path, interfaceName);
    } catch (ConfigException e) {
      problems.addAll(e.problems());
    }
    try {
      environment = EnvironmentSettings.read(variables);
    } catch (ConfigException e) {
      problems.addAll(e.problems());
    }
    if (!problems.isEmpty()) {
      throw new ConfigException(problems);
    }
    return new ConfigSources(environment, path, file);
  }

  /** What both say together. */
  public Settings settings() {
    return environment.over(file.settings());
  }
}
