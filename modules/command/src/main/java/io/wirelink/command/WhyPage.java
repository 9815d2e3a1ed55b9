package io.wirelink.command;

import io.wirelink.text.Printable;
import java.util.List;
import java.util.Map;

/** Lays out the story of a peer for reading. */
final class WhyPage {
  /** Where lines end if nobody says how wide the terminal is. */
  private static final int USUAL_COLUMNS = 100;

  /** Lines as long as on a wide screen are hard to read, and shorter ones are no lines. */
  private static final int MAX_COLUMNS = 120;

  private static final int MIN_COLUMNS = 40;

  private WhyPage() {}

  /** How long lines may be on this terminal. */
  static int columns(Terminal terminal) {
    int columns = terminal.size().map(Terminal.Size::columns).orElse(0);
    return columns == 0 ? USUAL_COLUMNS : Math.clamp(columns, MIN_COLUMNS, MAX_COLUMNS);
  }

  /** The answer of an agent as text, of lines that are no longer, if their words let them. */
  static String of(Map<String, Object> answer, int columns) {
    StringBuilder page = new StringBuilder();
    wrap(Printable.of(String.valueOf(answer.get("summary"))), "", columns, page);
    if (answer.get("sections") instanceof List<?> sections) {
      for (Object each : sections) {
        if (each instanceof Map<?, ?> section) {
          write(section, columns, page);
        }
      }
    }
    return page.toString();
  }

  private static void write(Map<?, ?> section, int columns, StringBuilder page) {
    page.append('\n').append(section.get("title")).append('\n');
    if (section.get("sentences") instanceof List<?> sentences) {
      for (Object sentence : sentences) {
        wrap(Printable.of(String.valueOf(sentence)), "  ", columns, page);
      }
    }
  }

  /**
   * Writes a text in lines that begin with the indent, and with a deeper one from the second on.
   */
  private static void wrap(String text, String indent, int columns, StringBuilder page) {
    int length = indent.length();
    page.append(indent);
    boolean first = true;
    for (String word : text.split(" ", -1)) {
      int width = word.codePointCount(0, word.length());
      if (!first && length + 1 + width > columns) {
        page.append('\n').append(indent).append(indent);
        length = 2 * indent.length();
        first = true;
      }
      page.append(first ? "" : " ").append(word);
      length += width + (first ? 0 : 1);
      first = false;
    }
    page.append('\n');
  }
}
