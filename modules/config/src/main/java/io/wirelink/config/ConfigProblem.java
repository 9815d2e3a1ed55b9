package io.wirelink.config;

import org.jspecify.annotations.Nullable;

/**
 * One thing that is wrong with a configuration.
 *
 * @param source the file or the environment variable that it is in
 * @param position where in the file; null if that is unknown or means nothing
 * @param place the setting, such as {@code peers[2].AllowedIPs[0]}; empty for the whole source
 * @param complaint what is wrong with it and what was expected
 */
public record ConfigProblem(
    String source, @Nullable Position position, String place, String complaint) {

  /**
   * One sentence without a full stop, in the form that editors jump to: {@code file:line:column:
   * ...}.
   */
  public String sentence() {
    StringBuilder sentence = new StringBuilder(source);
    if (position != null) {
      sentence.append(':').append(position.line()).append(':').append(position.column());
    }
    if (!place.isEmpty()) {
      sentence.append(": ").append(place);
    }
    return sentence.append(": ").append(complaint).toString();
  }
}
