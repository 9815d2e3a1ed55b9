package io.wirelink.config;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Turns the bytes of a configuration file into values with their places. What they mean is not
 * known here.
 */
final class ConfigReader {
  /** A configuration nests three deep; what is deeper than this is no configuration. */
  private static final int MAX_DEPTH = 8;

  private final String source;
  private final ConfigFormat format;
  private final JsonParser parser;
  private final Map<String, ConfigNode> anchors = new HashMap<>();

  private ConfigReader(String source, ConfigFormat format, JsonParser parser) {
    this.source = source;
    this.format = format;
    this.parser = parser;
  }

  /**
   * Reads the one value that a file holds.
   *
   * @param source the file's name for complaints
   * @param bytes all of the file
   * @throws ConfigException if the file is empty, or not of the format; one mistake is told, since
   *     what follows it cannot be judged
   */
  static ConfigNode read(String source, ConfigFormat format, byte[] bytes) throws ConfigException {
    String text = decode(source, bytes);
    if (text.isBlank()) {
      throw empty(source, format);
    }
    try (JsonParser parser = format.factory().createParser(text)) {
      return format.placed(new ConfigReader(source, format, parser).document(), text);
    } catch (JsonProcessingException e) {
      throw new ConfigException(
          new ConfigProblem(source, position(e.getLocation()), "", complaint(e, format)));
    } catch (IOException e) {
      throw new AssertionError("a text in memory can be read", e);
    }
  }

  /** The parser's own words repeat pieces of the file, which may be secrets. */
  private static String complaint(JsonProcessingException wrong, ConfigFormat format) {
    String said = String.valueOf(wrong.getOriginalMessage());
    return said.startsWith("Duplicate key")
        ? "a key just before this is set for the second time: remove one of the two"
        : "this is not "
            + format.label()
            + ": look here and just before for what is missing or too much";
  }

  private static String decode(String source, byte[] bytes) throws ConfigException {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw new ConfigException(
          new ConfigProblem(
              source, null, "", "this is not text in UTF-8: save it in that encoding"));
    }
  }

  private static ConfigException empty(String source, ConfigFormat format) {
    return new ConfigException(
        new ConfigProblem(
            source,
            null,
            "",
            "the file is empty: write settings, or "
                + format.nothing()
                + " for none, or remove it"));
  }

  private ConfigNode document() throws IOException, ConfigException {
    if (parser.nextToken() == null) {
      throw empty(source, format);
    }
    ConfigNode root = value(0);
    if (parser.nextToken() != null) {
      throw problem("the configuration ended before this: remove what is here and below");
    }
    return root;
  }

  private ConfigNode value(int depth) throws IOException, ConfigException {
    if (depth > MAX_DEPTH) {
      throw problem("values are nested too deep here");
    }
    if (format.isAlias(parser)) {
      ConfigNode named = anchors.get(parser.getText());
      if (named == null) {
        throw problem("nothing with this name comes before");
      }
      return named;
    }
    Object anchor = parser.canReadObjectId() ? parser.getObjectId() : null;
    Position position = position(parser.currentTokenLocation());
    ConfigNode node =
        switch (parser.currentToken()) {
          case START_OBJECT -> table(depth, position);
          case START_ARRAY -> sequence(depth, position);
          case VALUE_NULL -> new ConfigNode.Nothing(position);
          default -> new ConfigNode.Scalar(parser.getText(), position);
        };
    if (anchor != null) {
      anchors.put(anchor.toString(), node);
    }
    return node;
  }

  private ConfigNode.Table table(int depth, @Nullable Position position)
      throws IOException, ConfigException {
    List<ConfigNode.Member> members = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String key = parser.currentName();
      Position keyPosition = position(parser.currentTokenLocation());
      parser.nextToken();
      members.add(new ConfigNode.Member(key, keyPosition, value(depth + 1)));
    }
    return new ConfigNode.Table(members, position);
  }

  private ConfigNode.Sequence sequence(int depth, @Nullable Position position)
      throws IOException, ConfigException {
    List<ConfigNode> elements = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      elements.add(value(depth + 1));
    }
    return new ConfigNode.Sequence(elements, position);
  }

  private ConfigException problem(String complaint) {
    return new ConfigException(
        new ConfigProblem(source, position(parser.currentTokenLocation()), "", complaint));
  }

  private static @Nullable Position position(@Nullable JsonLocation location) {
    return location == null || location.getLineNr() < 1
        ? null
        : new Position(location.getLineNr(), Math.max(1, location.getColumnNr()));
  }
}
