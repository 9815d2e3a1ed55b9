package io.wirelink.launcher;

import io.wirelink.agent.AgentConfig;
import io.wirelink.agent.InterfaceFilter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What is in force for an interface after file, environment and command line were put together.
 *
 * @param interfaceName the interface
 * @param debug whether details are logged
 * @param agent how the agent behaves
 */
record EffectiveConfig(String interfaceName, boolean debug, AgentConfig agent) {

  /**
   * Puts the configuration of an interface together: the command line overrides the environment,
   * which overrides the file.
   *
   * @param interfaceName a possible name of an interface
   * @param flags what the command line says
   * @param variables the environment
   * @throws ConfigException if anything in file or environment is wrong, with all that is
   */
  static EffectiveConfig load(String interfaceName, Settings flags, Map<String, String> variables)
      throws ConfigException {
    String directory = variables.getOrDefault(EnvironmentSettings.CONFIG_PATH, "");
    Path path = directory.isEmpty() ? ConfigDirectory.DEFAULT : Path.of(directory);
    List<ConfigProblem> problems = new ArrayList<>();
    ConfigFile file = ConfigFile.NONE;
    Settings environment = Settings.NONE;
    try {
      file = new ConfigDirectory(path).read(interfaceName);
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
    return of(interfaceName, flags.over(environment).over(file.settings()), file);
  }

  private static EffectiveConfig of(String interfaceName, Settings settings, ConfigFile file) {
    RouterMode router = settings.router();
    Integer port = settings.port();
    List<String> report = settings.reportInterfaces();
    List<String> hide = settings.hideInterfaces();
    AgentConfig agent =
        new AgentConfig(
            router == null ? null : router.told(),
            port == null || port == 0 ? null : port,
            Boolean.TRUE.equals(settings.chatty()),
            new InterfaceFilter(
                report == null ? List.of() : report, hide == null ? List.of() : hide),
            file.peers());
    return new EffectiveConfig(interfaceName, Boolean.TRUE.equals(settings.debug()), agent);
  }
}
