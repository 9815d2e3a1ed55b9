package io.wirelink.text;

import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.io.SerializedString;
import org.jspecify.annotations.Nullable;

/**
 * Escapes in JSON what a terminal would obey, and not only what JSON demands (RFC 8259, section 7):
 * DEL, the C1 controls, and marks of direction. Who parses it gets the text as it was.
 */
final class ControlEscapes extends CharacterEscapes {
  private static final long serialVersionUID = 1;

  private static final char DELETE = '\u007f';

  private static final int[] ASCII = ascii();

  private static int[] ascii() {
    int[] escapes = standardAsciiEscapesForJSON();
    escapes[DELETE] = ESCAPE_STANDARD;
    return escapes;
  }

  @Override
  public int[] getEscapeCodesForAscii() {
    return ASCII.clone();
  }

  @Override
  public @Nullable SerializableString getEscapeSequence(int character) {
    // Halves of one character come one by one; their pair is none of these.
    boolean half = Character.isSurrogate((char) character);
    return !half && Printable.controls(character)
        ? new SerializedString("\\u%04x".formatted(character))
        : null;
  }
}
