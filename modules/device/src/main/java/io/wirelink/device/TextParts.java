package io.wirelink.device;

/** Finds and reads the parts of a text in place, so that none of them becomes a string first. */
final class TextParts {

  private TextParts() {}

  /** Where the character first stands from {@code start} to before {@code end}; else negative. */
  static int indexOf(CharSequence text, char wanted, int start, int end) {
    for (int i = start; i < end; i++) {
      if (text.charAt(i) == wanted) {
        return i;
      }
    }
    return -1;
  }

  /** Where the character last stands from {@code start} to before {@code end}; else negative. */
  static int lastIndexOf(CharSequence text, char wanted, int start, int end) {
    for (int i = end - 1; i >= start; i--) {
      if (text.charAt(i) == wanted) {
        return i;
      }
    }
    return -1;
  }

  /**
   * The decimal number that is the whole part: nothing but digits, leading zeroes or not.
   *
   * @param mostDigits how many digits there may be, at most 9, which an {@code int} has room for
   * @return the number; negative if the part is something else
   */
  static int digits(CharSequence text, int start, int end, int mostDigits) {
    if (start >= end || end - start > mostDigits) {
      return -1;
    }
    int number = 0;
    for (int i = start; i < end; i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      number = 10 * number + digit;
    }
    return number;
  }
}
