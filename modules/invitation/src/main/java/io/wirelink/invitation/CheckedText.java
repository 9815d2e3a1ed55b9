package io.wirelink.invitation;

import java.util.Locale;

/**
 * Bytes as text that people may copy by hand: letters and digits that are not taken for each other
 * (those of Crockford's base 32), in groups of eight, the last of which may be shorter. The last
 * character of a group follows from the others and from where the group stands, so that one wrong
 * character, two that changed places, and groups that are missing or in another order are found,
 * and it is known in which group.
 */
final class CheckedText {

  private static final String DIGITS = "0123456789abcdefghjkmnpqrstvwxyz";
  private static final int BITS = 5;
  private static final int SYMBOLS = 1 << BITS;

  /** Characters of a group, its check among them: what an eye takes in at once. */
  static final int GROUP = 8;

  private static final char SEPARATOR = '-';

  /** x^5 + x^2 + 1: the powers of x are all 31 elements of the field of 32 but zero. */
  private static final int POLYNOMIAL = 0b100101;

  private CheckedText() {}

  /** Writes bytes, at least one, as groups with hyphens between them. */
  static String write(byte[] bytes) {
    StringBuilder text = new StringBuilder();
    int symbols = symbols(bytes.length);
    int check = 0;
    for (int i = 0; i < symbols; i++) {
      int inGroup = i % (GROUP - 1);
      if (inGroup == 0) {
        text.append(i == 0 ? "" : SEPARATOR);
        check = begin(i / (GROUP - 1));
      }
      int symbol = symbolAt(bytes, i);
      check = next(check, symbol);
      text.append(DIGITS.charAt(symbol));
      if (inGroup == GROUP - 2 || i == symbols - 1) {
        text.append(DIGITS.charAt(end(check)));
      }
    }
    return text.toString();
  }

  private static int symbols(int bytes) {
    return (bytes * Byte.SIZE + BITS - 1) / BITS;
  }

  private static int symbolAt(byte[] bytes, int index) {
    int symbol = 0;
    for (int bit = index * BITS; bit < (index + 1) * BITS; bit++) {
      boolean set =
          bit / Byte.SIZE < bytes.length && (bytes[bit / Byte.SIZE] & 0x80 >> bit % Byte.SIZE) != 0;
      symbol = symbol << 1 | (set ? 1 : 0);
    }
    return symbol;
  }

  /**
   * Reads what {@link #write} has written, in capitals or not, with blank space and hyphens
   * anywhere or nowhere.
   *
   * @throws MalformedLineException that says which group is wrong
   */
  static byte[] read(String text) throws MalformedLineException {
    String[] parts = text.split("-", -1);
    StringBuilder all = new StringBuilder();
    for (int i = 0; i < parts.length; i++) {
      String part = parts[i].replaceAll("\\s", "");
      // Where the groups are kept apart, one that has lost a character is not taken for two wrong.
      if (parts.length > 1 && i < parts.length - 1 && part.length() != GROUP) {
        throw new MalformedLineException(
            "group %d has %d characters, and not %d".formatted(i + 1, part.length(), GROUP));
      }
      all.append(part);
    }
    return bytes(all);
  }

  private static byte[] bytes(CharSequence characters) throws MalformedLineException {
    int length = characters.length();
    int symbols = length - (length + GROUP - 1) / GROUP;
    byte[] bytes = new byte[symbols * BITS / Byte.SIZE];
    int written = 0;
    int check = 0;
    for (int i = 0; i < length; i++) {
      int group = i / GROUP;
      int symbol = symbol(characters.charAt(i), group);
      check = i % GROUP == 0 ? begin(group) : check;
      if (i % GROUP == GROUP - 1 || i == length - 1) {
        if (symbol != end(check)) {
          throw new MalformedLineException("group %d is not what it was".formatted(group + 1));
        }
      } else {
        check = next(check, symbol);
        put(bytes, written, symbol);
        written++;
      }
    }
    return bytes;
  }

  private static void put(byte[] bytes, int index, int symbol) {
    for (int i = 0; i < BITS; i++) {
      int bit = index * BITS + i;
      if (bit / Byte.SIZE < bytes.length && (symbol & 1 << (BITS - 1 - i)) != 0) {
        bytes[bit / Byte.SIZE] |= (byte) (0x80 >> bit % Byte.SIZE);
      }
    }
  }

  private static int symbol(char character, int group) throws MalformedLineException {
    String lower = String.valueOf(character).toLowerCase(Locale.ROOT);
    int symbol =
        switch (lower) {
          case "i", "l" -> 1;
          case "o" -> 0;
          default -> DIGITS.indexOf(lower);
        };
    if (symbol < 0 || lower.length() != 1) {
      throw new MalformedLineException(
          "group %d has a character that no invitation has".formatted(group + 1));
    }
    return symbol;
  }

  /** A check begins with where its group stands. */
  private static int begin(int group) {
    return group % SYMBOLS;
  }

  private static int next(int check, int symbol) {
    return timesX(check) ^ symbol;
  }

  /** Once more, so that the last character and the check do not count alike. */
  private static int end(int check) {
    return timesX(check);
  }

  private static int timesX(int element) {
    int shifted = element << 1;
    return (shifted & SYMBOLS) == 0 ? shifted : shifted ^ POLYNOMIAL;
  }
}
