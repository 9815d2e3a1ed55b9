package io.wirelink.config;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where the keys and values of a TOML file stand (TOML 1.0), which its parser does not tell. The
 * text was parsed before, so it is known to be right: what matters here is where things begin and
 * end, and not what they mean.
 *
 * <p>The one library that tells places, tomlj, has those of keys and none of values, needs eight
 * times as long for a mesh of 20 000 hosts, and overflows the stack on a file of brackets.
 */
final class TomlPositions {
  private final String text;
  private final Spot root = new Spot(new Position(1, 1), null);
  private int at;
  private int line = 1;
  private int lineStart;

  /** A value, and where it and its key stand. */
  private static final class Spot {
    private final Position start;
    private final @Nullable Position key;
    private final Map<String, Spot> members = new LinkedHashMap<>();
    private final List<Spot> elements = new ArrayList<>();

    Spot(Position start, @Nullable Position key) {
      this.start = start;
      this.key = key;
    }

    /** The last table of an array of tables, or else this one: what a header goes on with. */
    Spot current() {
      return elements.isEmpty() ? this : elements.getLast();
    }
  }

  /** A word of a dotted key, and where it stands. */
  private record Word(String text, Position position) {}

  private TomlPositions(String text) {
    this.text = text;
  }

  /** Finds the places of a text that is TOML. */
  static TomlPositions of(String text) {
    TomlPositions positions = new TomlPositions(text);
    positions.document();
    return positions;
  }

  /** The same values with their places, those of their keys included. */
  ConfigNode place(ConfigNode node) {
    return place(node, root);
  }

  private static ConfigNode place(ConfigNode node, @Nullable Spot spot) {
    if (spot == null) {
      return node;
    }
    return switch (node) {
      case ConfigNode.Table table ->
          new ConfigNode.Table(
              table.members().stream().map(member -> place(member, spot)).toList(), spot.start);
      case ConfigNode.Sequence sequence -> {
        List<ConfigNode> elements = new ArrayList<>();
        for (ConfigNode element : sequence.elements()) {
          int index = elements.size();
          elements.add(
              place(element, index < spot.elements.size() ? spot.elements.get(index) : null));
        }
        yield new ConfigNode.Sequence(elements, spot.start);
      }
      case ConfigNode.Scalar scalar -> new ConfigNode.Scalar(scalar.text(), spot.start);
      case ConfigNode.Nothing nothing -> new ConfigNode.Nothing(spot.start);
    };
  }

  private static ConfigNode.Member place(ConfigNode.Member member, Spot table) {
    Spot spot = table.members.get(member.key());
    return spot == null
        ? member
        : new ConfigNode.Member(member.key(), spot.key, place(member.value(), spot));
  }

  private void document() {
    Spot table = root;
    for (skipBlank(); at < text.length(); skipBlank()) {
      if (text.startsWith("[[", at)) {
        Position start = here();
        at += 2;
        Spot array = descend(root, words(']'));
        at += 2;
        table = new Spot(start, null);
        array.elements.add(table);
      } else if (text.charAt(at) == '[') {
        at++;
        table = descend(root, words(']'));
        at++;
      } else {
        member(table);
      }
    }
  }

  /** A key, an equals sign and a value. */
  private void member(Spot table) {
    List<Word> words = words('=');
    at++;
    skipBlank();
    Word last = words.getLast();
    Spot parent = descend(table, words.subList(0, words.size() - 1)).current();
    parent.members.put(last.text(), value(last.position()));
  }

  /** Goes down a path, making what is not there yet; arrays of tables go on in their last one. */
  private static Spot descend(Spot from, List<Word> words) {
    Spot spot = from;
    for (Word word : words) {
      spot =
          spot.current()
              .members
              .computeIfAbsent(word.text(), key -> new Spot(word.position(), word.position()));
    }
    return spot;
  }

  private Spot value(@Nullable Position key) {
    Spot spot = new Spot(here(), key);
    switch (text.charAt(at)) {
      case '[' -> list(']', () -> spot.elements.add(value(null)));
      case '{' -> list('}', () -> member(spot));
      case '"', '\'' -> string();
      default -> {
        while (at < text.length() && ",]}#\n".indexOf(text.charAt(at)) < 0) {
          at++;
        }
      }
    }
    return spot;
  }

  /** What stands between two brackets, separated by commas. */
  private void list(char end, Runnable element) {
    at++;
    skipBlank();
    while (text.charAt(at) != end) {
      element.run();
      skipBlank();
      if (text.charAt(at) == ',') {
        at++;
        skipBlank();
      }
    }
    at++;
  }

  /** The words of a dotted key up to a character, which is not passed. */
  private List<Word> words(char end) {
    List<Word> words = new ArrayList<>();
    for (skipBlank(); text.charAt(at) != end; skipBlank()) {
      Position position = here();
      char first = text.charAt(at);
      if (first == '.') {
        at++;
      } else if (first == '"' || first == '\'') {
        int start = at;
        String content = string();
        words.add(
            new Word(
                content.indexOf('\\') >= 0 ? meaning(text.substring(start, at)) : content,
                position));
      } else {
        int start = at;
        while (" \t.=]".indexOf(text.charAt(at)) < 0) {
          at++;
        }
        words.add(new Word(text.substring(start, at), position));
      }
    }
    return words;
  }

  /** Passes a string of any kind, and gives what is between its quotes as it is written. */
  private String string() {
    char quote = text.charAt(at);
    String three = String.valueOf(quote).repeat(3);
    boolean longer = text.startsWith(three, at);
    String delimiter = longer ? three : String.valueOf(quote);
    at += delimiter.length();
    int start = at;
    while (!text.startsWith(delimiter, at)) {
      if (text.charAt(at) == '\\' && quote == '"') {
        at++;
      }
      pass();
    }
    String content = text.substring(start, at);
    at += delimiter.length();
    // A string may end in one or two quotes more than those that close it.
    while (longer && at < text.length() && text.charAt(at) == quote) {
      at++;
    }
    return content;
  }

  /** What a string with escapes means, which the parser knows. */
  private static String meaning(String literal) {
    try (JsonParser parser = ConfigFormat.TOML.factory().createParser("x=" + literal)) {
      parser.nextToken();
      parser.nextToken();
      parser.nextToken();
      return parser.getText();
    } catch (IOException e) {
      throw new AssertionError("this was read before", e);
    }
  }

  private void skipBlank() {
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '#') {
        int end = text.indexOf('\n', at);
        at = end < 0 ? text.length() : end;
      } else if (c == ' ' || c == '\t' || c == '\r' || c == '\n') {
        pass();
      } else {
        return;
      }
    }
  }

  /** Passes a character and counts lines. */
  private void pass() {
    if (text.charAt(at) == '\n') {
      line++;
      lineStart = at + 1;
    }
    at++;
  }

  private Position here() {
    return new Position(line, at - lineStart + 1);
  }
}
