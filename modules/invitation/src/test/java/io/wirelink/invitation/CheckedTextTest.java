package io.wirelink.invitation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Locale;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

final class CheckedTextTest {

  private static final String DIGITS = "0123456789abcdefghjkmnpqrstvwxyz";

  @Property
  void whatIsWrittenIsRead(@ForAll @Size(min = 1, max = 300) byte[] bytes) throws Exception {
    assertArrayEquals(bytes, CheckedText.read(CheckedText.write(bytes)));
  }

  @Property
  void capitalsBlanksAndMissingHyphensDoNoHarm(@ForAll @Size(min = 1, max = 100) byte[] bytes)
      throws Exception {
    String text = CheckedText.write(bytes);
    assertArrayEquals(bytes, CheckedText.read(text.toUpperCase(Locale.ROOT)));
    assertArrayEquals(bytes, CheckedText.read(text.replace("-", "")));
    assertArrayEquals(bytes, CheckedText.read(text.replace("-", "-\n ")));
    assertArrayEquals(bytes, CheckedText.read(text.replace('1', 'l').replace('0', 'O')));
  }

  @Property
  void aWrongCharacterIsFoundInItsGroup(
      @ForAll @Size(min = 20, max = 120) byte[] bytes,
      @ForAll @IntRange(max = 10_000) int where,
      @ForAll @IntRange(min = 1, max = 31) int by) {
    String text = CheckedText.write(bytes);
    int at = where % text.length();
    Assume.that(text.charAt(at) != '-');
    char wrong = DIGITS.charAt((DIGITS.indexOf(text.charAt(at)) + by) % DIGITS.length());
    String message = message(text.substring(0, at) + wrong + text.substring(at + 1));
    assertTrue(message.startsWith("group " + (at / 9 + 1) + " "), message);
  }

  @Property
  void twoNeighboursThatChangedPlacesAreFound(
      @ForAll @Size(min = 20, max = 120) byte[] bytes, @ForAll @IntRange(max = 10_000) int where) {
    String text = CheckedText.write(bytes);
    int at = where % (text.length() - 1);
    char first = text.charAt(at);
    char second = text.charAt(at + 1);
    Assume.that(first != '-' && second != '-' && first != second);
    String message = message(text.substring(0, at) + second + first + text.substring(at + 2));
    assertTrue(message.startsWith("group " + (at / 9 + 1) + " "), message);
  }

  @Property
  void aGroupThatIsMissingIsFoundWhereItWas(
      @ForAll @Size(min = 30, max = 120) byte[] bytes, @ForAll @IntRange(max = 4) int which) {
    String text = CheckedText.write(bytes);
    String without = text.substring(0, which * 9) + text.substring(which * 9 + 9);
    assertEquals("group " + (which + 1) + " is not what it was", message(without));
  }

  @Test
  void aCharacterThatIsMissingOrTooManyIsFoundInItsGroup() {
    String text = CheckedText.write(new byte[30]);
    assertEquals("group 2 has 7 characters, and not 8", message(text.replaceFirst("-0", "-")));
    assertEquals(
        "group 3 has 9 characters, and not 8",
        message(text.substring(0, 18) + "0" + text.substring(18)));
  }

  @Test
  void aCharacterThatMeansNothingIsFound() {
    String text = CheckedText.write(new byte[30]);
    assertEquals(
        "group 1 has a character that no invitation has", message("u" + text.substring(1)));
    assertEquals(
        "group 1 has a character that no invitation has", message("é" + text.substring(1)));
  }

  private static String message(String text) {
    return String.valueOf(
        assertThrows(MalformedLineException.class, () -> CheckedText.read(text)).getMessage());
  }
}
