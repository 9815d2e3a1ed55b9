package io.wirelink.text;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Text of others, safe to print. What another host, a file or a library says shall not begin a line
 * in a journal, move the cursor, paint the terminal, or turn the direction in which it is read.
 */
public final class Printable {
  private static final int REPLACEMENT = '?';

  private Printable() {}

  /** The text without blanks at its ends, with a question mark for each character that controls. */
  public static String of(String text) {
    return keepingBlanks(text.strip());
  }

  /** The same with the blanks that it has, for who shows exactly what somebody wrote. */
  public static String keepingBlanks(String text) {
    StringBuilder clean = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); ) {
      int codePoint = text.codePointAt(i);
      clean.appendCodePoint(controls(codePoint) ? REPLACEMENT : codePoint);
      i += Character.charCount(codePoint);
    }
    return clean.toString();
  }

  /**
   * The same, cut off where it is longer.
   *
   * @param mostBytes how many bytes of UTF-8 it may have
   */
  public static String of(String text, int mostBytes) {
    String clean = of(text);
    if (clean.length() * 3L <= mostBytes) {
      return clean; // no character takes more than three bytes
    }
    int end = 0;
    int bytes = 0;
    while (end < clean.length()) {
      int next = end + Character.charCount(clean.codePointAt(end));
      bytes += clean.substring(end, next).getBytes(UTF_8).length;
      if (bytes > mostBytes) {
        break;
      }
      end = next;
    }
    return clean.substring(0, end);
  }

  /**
   * Whether a character is no part of a text but does something: the C0 and C1 controls, line and
   * paragraph separators, marks of direction and other invisible ones (Unicode's Cc, Cf, Zl, Zp),
   * and halves of a character.
   */
  static boolean controls(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      default -> false;
    };
  }
}
