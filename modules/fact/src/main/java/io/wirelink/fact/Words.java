package io.wirelink.fact;

import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Who says a fact, as far as that is kept.
 *
 * @param speaker the word of the highest standing, and of those the one that lasts longest; null if
 *     nobody says it
 * @param second of the others the one that lasts longest; hearsay only beside hearsay
 */
record Words(@Nullable Word speaker, @Nullable Word second) {

  static final Words NONE = new Words(null, null);

  List<Word> all() {
    if (speaker == null) {
      return List.of();
    }
    return second == null ? List.of(speaker) : List.of(speaker, second);
  }

  /** The peer's word; null if it is none of these. */
  @Nullable Word of(Source.Peer peer) {
    if (speaker != null && speaker.by().equals(peer)) {
      return speaker;
    }
    return second != null && second.by().equals(peer) ? second : null;
  }

  /** Until when the last of them counts; {@link Long#MIN_VALUE} if there is none. */
  long expiresNanos() {
    long first = speaker == null ? Long.MIN_VALUE : speaker.expiresNanos();
    return second == null ? first : Math.max(first, second.expiresNanos());
  }

  /** These and another one, which may be left out; in whatever order they come. */
  Words with(Word word) {
    Word first = word;
    Word next = null;
    for (Word other : all()) {
      if (!other.by().equals(word.by())) {
        Word less = first.outweighs(other) ? other : first;
        first = first.outweighs(other) ? first : other;
        next = less.outlasts(next) ? less : next;
      }
    }
    boolean drop = next != null && next.standing() == Standing.HEARSAY;
    return new Words(first, drop && first.standing() != Standing.HEARSAY ? null : next);
  }

  /** What is left if some are taken back. */
  Words without(Predicate<Word> which) {
    List<Word> left = all().stream().filter(which.negate()).toList();
    return switch (left.size()) {
      case 0 -> NONE;
      case 1 -> new Words(left.getFirst(), null);
      default -> this;
    };
  }

  /** Whether the same say it in the same standing. */
  boolean areOfTheSame(Words others) {
    return isOfTheSame(speaker, others.speaker) && isOfTheSame(second, others.second);
  }

  private static boolean isOfTheSame(@Nullable Word one, @Nullable Word other) {
    return one == null || other == null
        ? one == null && other == null
        : one.by().equals(other.by()) && one.standing() == other.standing();
  }
}
