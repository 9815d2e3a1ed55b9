package io.wirelink.text;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class PrintableTest {

  @Test
  void everyCharacterThatControlsIsReplaced() {
    for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
      if (Printable.controls(c)) {
        assertEquals("a?b", Printable.of("a" + Character.toString(c) + "b"));
      }
    }
    assertEquals("a?b?c?d?e", Printable.of(" a\u001bb\u009bc\u200ed\ud800e\n"));
  }

  @Test
  void whatMovesTheCursorOrTurnsTheDirectionControls() {
    String all =
        "\n\r\t\b\f\u0000\u0007\u001b\u007f\u0085\u009b\u009d\u200b\u200e\u200f\u2028\u2029"
            + "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff";
    all.codePoints().forEach(c -> assertTrue(Printable.controls(c), Integer.toHexString(c)));
  }

  @Test
  void textInAnyScriptStaysAsItIs() {
    for (String text : new String[] {"", "leaf 2", "ß路🦊", "موجّه", "e\u0301"}) {
      assertEquals(text, Printable.of(text));
    }
  }

  @Test
  void aTextIsCutBetweenCharacters() {
    assertEquals("abc", Printable.of("abc", 3));
    assertEquals("ab", Printable.of("abc", 2));
    assertEquals("ß", Printable.of("ßßß", 3));
    assertEquals("a🦊", Printable.of("a🦊🦊", 8));
    assertEquals(255, Printable.of("x".repeat(2000), 255).getBytes(UTF_8).length);
  }
}
