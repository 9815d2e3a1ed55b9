package io.wirelink.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How an answer to why is laid out on a terminal. */
class WhyPageTest {

  @Test
  void namesFromOthersCannotPaintTheTerminal() {
    Map<String, Object> answer =
        Map.of(
            "summary",
            "\u001b[31mred",
            "sections",
            List.of(Map.of("title", "What", "sentences", List.of("one \u202e two"))));
    assertEquals("?[31mred\n\nWhat\n  one ? two\n", WhyPage.of(answer, 80));
  }

  @Test
  void linesEndWhereTheTerminalDoes() {
    Map<String, Object> answer = Map.of("summary", "one two three four five six seven eight nine");
    assertEquals("one two three four five six seven eight\nnine\n", WhyPage.of(answer, 40));
    assertEquals(100, WhyPage.columns(Terminal.NONE));
    assertEquals(100, WhyPage.columns(ofWidth(0)));
    assertEquals(72, WhyPage.columns(ofWidth(72)));
    assertEquals(120, WhyPage.columns(ofWidth(400)));
    assertEquals(40, WhyPage.columns(ofWidth(3)));
  }

  private static Terminal ofWidth(int columns) {
    return new Terminal() {
      @Override
      public Optional<Size> size() {
        return Optional.of(new Size(columns, 24));
      }

      @Override
      public Pauses pauses() {
        return most -> false;
      }
    };
  }
}
