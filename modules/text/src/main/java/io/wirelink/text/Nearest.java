package io.wirelink.text;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** Finds the word that somebody meant who wrote another. */
public final class Nearest {
  private Nearest() {}

  /**
   * The word that was nearly written, in any case; the first one of several that are equally near.
   *
   * @param written what was written
   * @param words what could have been
   * @return nothing if none of them is near
   */
  public static Optional<String> to(String written, Collection<String> words) {
    String lower = written.toLowerCase(Locale.ROOT);
    String nearest = null;
    // Every third letter wrong is still a slip of the fingers; more is another word.
    int least = Math.max(1, written.length() / 3) + 1;
    for (String word : words) {
      int distance = distance(lower, word.toLowerCase(Locale.ROOT));
      if (distance < least) {
        least = distance;
        nearest = word;
      }
    }
    return Optional.ofNullable(nearest);
  }

  /**
   * How many letters must be inserted, removed, replaced or swapped with the next to get from one
   * to the other.
   */
  private static int distance(String from, String to) {
    int[] beforeLast = new int[to.length() + 1];
    int[] last = new int[to.length() + 1];
    for (int j = 0; j <= to.length(); j++) {
      last[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int[] row = new int[to.length() + 1];
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int replaced = last[j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(replaced, 1 + Math.min(last[j], row[j - 1]));
        if (i > 1
            && j > 1
            && from.charAt(i - 1) == to.charAt(j - 2)
            && from.charAt(i - 2) == to.charAt(j - 1)) {
          row[j] = Math.min(row[j], 1 + beforeLast[j - 2]);
        }
      }
      beforeLast = last;
      last = row;
    }
    return last[to.length()];
  }
}
