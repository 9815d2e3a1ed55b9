package io.wirelink.control;

import io.wirelink.text.Nearest;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** How much is logged: a level and all that come after it. */
public enum LogLevel {
  /** What is done in detail, and stack traces. */
  DEBUG,
  /** Changes of state. */
  INFO,
  /** What should not be, and does not keep the agent from its work. */
  WARN,
  /** What does. */
  ERROR;

  /** What people write. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** All words, from much to little. */
  public static List<String> words() {
    return Arrays.stream(values()).map(LogLevel::word).toList();
  }

  /** The level of this word, in any case. */
  public static Optional<LogLevel> of(String word) {
    return Arrays.stream(values()).filter(level -> level.word().equalsIgnoreCase(word)).findFirst();
  }

  /** What to say of a word that is no level. */
  public static String complaint(String word) {
    return Nearest.to(word, words())
        .map(near -> "there is no log level " + word + ": did you mean " + near + "?")
        .orElse("there is no log level " + word + ": it is one of " + String.join(", ", words()));
  }
}
