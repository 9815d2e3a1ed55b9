package io.wirelink.config;

import io.wirelink.text.Printable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Gives the nodes of a configuration their meaning, and goes on after a mistake, so that all
 * mistakes are found at once.
 */
final class SourceReader {
  /**
   * Somebody who made more mistakes than this has another kind of file; keeps a list of them
   * readable.
   */
  private static final int MAX_PROBLEMS = 100;

  /** The longest part of a place that is shown, in characters: a key may be of any length. */
  private static final int MAX_KEY_LENGTH = 40;

  private final String source;
  private final List<ConfigProblem> problems = new ArrayList<>();

  /** A reader of one file or environment variable. */
  SourceReader(String source) {
    this.source = source;
  }

  /** What does with the value of a key. */
  @FunctionalInterface
  interface MemberReader {
    /**
     * Reads a member of a table.
     *
     * @param key the key as it is best written
     * @param place the key with the path to it
     * @param value the value
     */
    void read(String key, String place, ConfigNode value);
  }

  /** The mistakes so far. */
  List<ConfigProblem> problems() {
    return problems;
  }

  /** Notes a mistake. */
  void problem(@Nullable Position position, String place, String complaint) {
    if (problems.size() < MAX_PROBLEMS) {
      problems.add(new ConfigProblem(source, position, place, complaint));
    } else if (problems.size() == MAX_PROBLEMS) {
      problems.add(new ConfigProblem(source, position, "", "there are more mistakes from here on"));
    }
  }

  /** Reads a table whose keys are known; null stands for an empty one. */
  void table(ConfigNode node, String place, ConfigKeys keys, MemberReader reader) {
    switch (node) {
      case ConfigNode.Nothing nothing -> {}
      case ConfigNode.Table table -> members(table, place, keys, reader);
      case ConfigNode.Scalar scalar -> expected(scalar, place, "keys with values");
      case ConfigNode.Sequence sequence ->
          expected(sequence, place, "keys with values, not a list");
    }
  }

  private void members(ConfigNode.Table table, String place, ConfigKeys keys, MemberReader reader) {
    Map<String, String> seen = new HashMap<>();
    for (ConfigNode.Member member : table.members()) {
      String written =
          Printable.of(
              member.key().length() > MAX_KEY_LENGTH
                  ? member.key().substring(0, MAX_KEY_LENGTH) + "…"
                  : member.key());
      String path = place.isEmpty() ? written : place + "." + written;
      String key = keys.find(member.key()).orElse("");
      if (key.isEmpty()) {
        problem(member.position(), path, keys.complaint(written));
      } else if (seen.putIfAbsent(key, written) != null) {
        problem(member.position(), path, "this is set for the second time: remove one of the two");
      } else {
        reader.read(key, path, member.value());
      }
    }
  }

  /** Reads one value; null if it is not set, or wrong. */
  <T> @Nullable T scalar(ConfigNode node, String place, Function<String, T> meaning) {
    switch (node) {
      case ConfigNode.Nothing nothing -> {}
      case ConfigNode.Scalar scalar -> {
        return scalar(scalar, place, meaning);
      }
      case ConfigNode.Table table -> expected(table, place, "a single value, not keys with values");
      case ConfigNode.Sequence sequence -> expected(sequence, place, "a single value, not a list");
    }
    return null;
  }

  private <T> @Nullable T scalar(
      ConfigNode.Scalar scalar, String place, Function<String, T> meaning) {
    try {
      return meaning.apply(scalar.text());
    } catch (IllegalArgumentException e) {
      problem(scalar.position(), place, String.valueOf(e.getMessage()));
      return null;
    }
  }

  /** Reads a list of values, without those that are wrong; one text with commas is a list too. */
  <T> List<T> list(ConfigNode node, String place, Function<String, T> meaning) {
    List<T> values = new ArrayList<>();
    List<ConfigNode> elements = elements(node, place);
    for (int i = 0; i < elements.size(); i++) {
      String element = place + "[" + i + "]";
      if (elements.get(i) instanceof ConfigNode.Nothing nothing) {
        expected(nothing, element, "a value");
      }
      T value = scalar(elements.get(i), element, meaning);
      if (value != null) {
        values.add(value);
      }
    }
    return values;
  }

  /** The elements of a list, whatever they are. */
  List<ConfigNode> elements(ConfigNode node, String place) {
    return switch (node) {
      case ConfigNode.Nothing nothing -> List.of();
      case ConfigNode.Sequence sequence -> sequence.elements();
      case ConfigNode.Scalar scalar ->
          Arrays.stream(scalar.text().split(",", -1))
              .map(String::strip)
              .filter(text -> !text.isEmpty())
              .<ConfigNode>map(text -> new ConfigNode.Scalar(text, scalar.position()))
              .toList();
      case ConfigNode.Table table -> {
        expected(table, place, "a list");
        yield List.of();
      }
    };
  }

  private void expected(ConfigNode node, String place, String what) {
    problem(node.position(), place, "this has to be " + what);
  }
}
