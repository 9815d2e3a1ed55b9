package io.wirelink.config;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.dataformat.toml.TomlFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A format of configuration files. The libraries of one are loaded when a file has it, not before.
 */
public enum ConfigFormat {
  /** RFC 8259. */
  JSON("JSON", "{}") {
    @Override
    JsonFactory factory() {
      return new JsonFactory();
    }
  },
  /** YAML 1.1. */
  YAML("YAML", "{}") {
    @Override
    JsonFactory factory() {
      return new YAMLFactory();
    }

    @Override
    boolean isAlias(JsonParser parser) {
      return ((YAMLParser) parser).isCurrentAlias();
    }
  },
  /** TOML 1.0. */
  TOML("TOML", "a comment") {
    @Override
    JsonFactory factory() {
      return new TomlFactory();
    }

    @Override
    ConfigNode placed(ConfigNode root, String text) {
      return TomlPositions.of(text).place(root);
    }
  };

  private final String label;
  private final String nothing;

  ConfigFormat(String label, String nothing) {
    this.label = label;
    this.nothing = nothing;
  }

  /** Makes the factory of parsers for this format. */
  abstract JsonFactory factory();

  /** Whether the parser's token is not a value but the name of one that came before. */
  boolean isAlias(JsonParser parser) {
    return false;
  }

  /**
   * Gives values their places, where the parser does not tell them.
   *
   * @param root what was read
   * @param text all of the file
   */
  ConfigNode placed(ConfigNode root, String text) {
    return root;
  }

  /** The format's name for people. */
  String label() {
    return label;
  }

  /** What a file of this format holds that is not empty and sets nothing. */
  String nothing() {
    return nothing;
  }

  /** The format of a file, which its name's ending tells. */
  public static Optional<ConfigFormat> of(Path file) {
    String name = file.toString();
    return Arrays.stream(values())
        .filter(format -> format.extensions().stream().anyMatch(end -> name.endsWith("." + end)))
        .findFirst();
  }

  /** How the names of files of this format end, without the dot. */
  List<String> extensions() {
    return switch (this) {
      case JSON -> List.of("json");
      case YAML -> List.of("yaml", "yml");
      case TOML -> List.of("toml");
    };
  }
}
