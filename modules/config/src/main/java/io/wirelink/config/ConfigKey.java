package io.wirelink.config;

import java.util.List;

/**
 * A key of a configuration file as people are told of it. The manual page wirelink.json(5) is made
 * of these, and so is what the reader of a file accepts.
 *
 * @param name the key as it is best written
 * @param value what its value looks like
 * @param otherwise what holds when it is not set; empty for a key that must be
 * @param variable the environment variable that overrides it; empty if none does
 * @param meaning what it is for, in sentences
 */
record ConfigKey(String name, String value, String otherwise, String variable, String meaning) {

  /** The names of keys, in their order. */
  static List<String> names(List<ConfigKey> keys) {
    return keys.stream().map(ConfigKey::name).toList();
  }
}
