package io.wirelink.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The settings that the environment gives, in variables such as {@code WIRELINK_PORT}. */
public final class EnvironmentSettings {
  /** The interface, for commands that are not told one. */
  public static final String INTERFACE = "WIRELINK_IFACE";

  /** The directory of the configuration files. */
  static final String CONFIG_PATH = "WIRELINK_CONFIG_PATH";

  /** The directory of the state files. */
  public static final String STATE_PATH = "WIRELINK_STATE_PATH";

  private EnvironmentSettings() {}

  /**
   * Reads the settings. An empty variable is one that is not set.
   *
   * @param variables the environment
   * @throws ConfigException if a value is wrong
   */
  static Settings read(Map<String, String> variables) throws ConfigException {
    Variables read = new Variables(variables);
    Settings settings =
        new Settings(
            read.one("WIRELINK_ROUTER", SettingValues::router),
            read.one("WIRELINK_PORT", SettingValues::port),
            read.one("WIRELINK_CHATTY", SettingValues::flag),
            read.one("WIRELINK_DEBUG", SettingValues::flag),
            read.globs("WIRELINK_REPORT_IFACES", "WIRELINK_REPORTIFACES"),
            read.globs("WIRELINK_HIDE_IFACES", "WIRELINK_HIDEIFACES"),
            read.one("WIRELINK_PORT_MAPPING", SettingValues::portMapping),
            read.one("WIRELINK_PRESHARED_KEYS", SettingValues::presharedKeys),
            read.one("WIRELINK_METRICS", SettingValues::metrics),
            read.one("WIRELINK_STATE", SettingValues::flag),
            read.one("WIRELINK_NAMES", SettingValues::names),
            read.one("WIRELINK_DOMAIN", SettingValues::domain));
    if (!read.problems.isEmpty()) {
      throw new ConfigException(read.problems);
    }
    return settings;
  }

  private static final class Variables {
    private final Map<String, String> variables;
    private final List<ConfigProblem> problems = new ArrayList<>();

    Variables(Map<String, String> variables) {
      this.variables = variables;
    }

    <T> @Nullable T one(String name, Function<String, T> meaning) {
      return read(name, (reader, node) -> reader.scalar(node, "", meaning));
    }

    @Nullable List<String> globs(String name, String otherName) {
      String set = variables.getOrDefault(name, "").isEmpty() ? otherName : name;
      return read(set, (reader, node) -> reader.list(node, "", SettingValues::glob));
    }

    private <T> @Nullable T read(
        String name, BiFunction<SourceReader, ConfigNode, @Nullable T> reading) {
      String text = variables.getOrDefault(name, "");
      if (text.isEmpty()) {
        return null;
      }
      SourceReader reader = new SourceReader(name);
      T value = reading.apply(reader, new ConfigNode.Scalar(text, null));
      problems.addAll(reader.problems());
      return value;
    }
  }
}
