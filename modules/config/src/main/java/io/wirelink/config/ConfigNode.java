package io.wirelink.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A value of a configuration file, whatever the file's format, with the place that it stands at.
 */
sealed interface ConfigNode {
  /** Where the value begins; null where the format's parser does not tell. */
  @Nullable Position position();

  /**
   * Keys with values, in the order of the file; a key may come more than once.
   *
   * @param members the keys with their values
   * @param position where it begins
   */
  record Table(List<Member> members, @Nullable Position position) implements ConfigNode {}

  /**
   * A key with its value.
   *
   * @param key the key as it is written
   * @param position where the key stands
   * @param value the value
   */
  record Member(String key, @Nullable Position position, ConfigNode value) {}

  /**
   * Values in order.
   *
   * @param elements the values
   * @param position where it begins
   */
  record Sequence(List<ConfigNode> elements, @Nullable Position position) implements ConfigNode {}

  /**
   * A text, a number or a truth value. What it has to be is known only by the key, and {@code
   * "51821"} is a port as good as {@code 51821}.
   *
   * @param text the value as it is written, a text without its quotes
   * @param position where it begins
   */
  record Scalar(String text, @Nullable Position position) implements ConfigNode {}

  /**
   * The value of a key that is not set, {@code null}.
   *
   * @param position where it stands
   */
  record Nothing(@Nullable Position position) implements ConfigNode {}
}
