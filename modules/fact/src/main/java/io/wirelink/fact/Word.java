package io.wirelink.fact;

import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * Somebody's word for a fact.
 *
 * @param by who says it
 * @param standing in what capacity
 * @param expiresNanos until when that counts
 */
record Word(Source.Peer by, Standing standing, long expiresNanos) {

  // The key decides between words of the same length, so that the order in which they come does
  // not.
  private static final Comparator<Word> LASTING =
      Comparator.comparingLong(Word::expiresNanos)
          .thenComparing(Word::standing)
          .thenComparing(word -> word.by().key(), Comparator.reverseOrder());

  private static final Comparator<Word> WEIGHT =
      Comparator.comparing(Word::standing).thenComparing(LASTING);

  /** Whether it is this one that speaks for the fact: the higher standing, then the longer. */
  boolean outweighs(@Nullable Word other) {
    return other == null || WEIGHT.compare(this, other) > 0;
  }

  /** Whether it lasts longer than the other, or is the one to keep if they end together. */
  boolean outlasts(@Nullable Word other) {
    return other == null || LASTING.compare(this, other) > 0;
  }
}
