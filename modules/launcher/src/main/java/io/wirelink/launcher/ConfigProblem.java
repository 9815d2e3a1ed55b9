package io.wirelink.launcher;

import org.jspecify.annotations.Nullable;

/**
 * One thing that is wrong with a configuration.
 *
 * @param source the file or the environment variable that it is in
 * @param position where in the file; null if that is unknown or means nothing
 * @param place the setting, such as {@code peers[2].AllowedIPs[0]}; empty for the whole source
 * @param complaint what is wrong with it and what was expected
 */
record ConfigProblem(String source, @Nullable Position position, String place, String complaint) {

  /** The longest text of a configuration that a complaint repeats, in characters. */
  private static final int MAX_QUOTED_LENGTH = 60;

  /**
   * One sentence without a full stop, in the form that editors jump to: {@code file:line:column:
   * ...}.
   */
  String sentence() {
    StringBuilder sentence = new StringBuilder(source);
    if (position != null) {
      sentence.append(':').append(position.line()).append(':').append(position.column());
    }
    if (!place.isEmpty()) {
      sentence.append(": ").append(place);
    }
    return sentence.append(": ").append(complaint).toString();
  }

  /**
   * A text of the configuration in quotes, for a complaint about it. What could be a key is not
   * repeated: it may be a private one in the wrong place.
   */
  static String quoted(String text) {
    if (text.matches("(?s).*[A-Za-z0-9+/_-]{40}.*")) {
      return "what is there";
    }
    String shown =
        text.length() > MAX_QUOTED_LENGTH ? text.substring(0, MAX_QUOTED_LENGTH) + "…" : text;
    return '"' + shown.replaceAll("\\p{Cntrl}", "�") + '"';
  }
}
