package io.wirelink.gossip;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Until when one peer knows facts, by their number in the store: two bytes for each, in pages that
 * are there only where it knows any.
 *
 * <p>Times are seconds of the caller's monotonic clock, not negative. They are kept for some nine
 * hours at least; what is known for longer counts as known for that.
 */
final class KnownUntil {

  /** How many facts share a page. */
  private static final int PAGE = 64;

  private static final int MAX_OFFSET = Character.MAX_VALUE;

  /**
   * By page and number: seconds after the origin, at least 1; 0 where the peer does not know the
   * fact.
   */
  private char[] @Nullable [] pages = new char[1][];

  private int originSeconds;

  KnownUntil(int nowSeconds) {
    originSeconds = nowSeconds - 1;
  }

  /** Until which second the peer knows the fact; 0 if it does not. */
  int get(int id) {
    char @Nullable [] page = page(id);
    int offset = page == null ? 0 : page[id % PAGE];
    return offset == 0 ? 0 : originSeconds + offset;
  }

  /** Notes that the peer knows the fact until then, or for longer if that was noted before. */
  void raise(int id, int untilSeconds, int nowSeconds) {
    if (nowSeconds - originSeconds > MAX_OFFSET / 2) {
      moveOrigin(nowSeconds);
    }
    int number = id / PAGE;
    if (number >= pages.length) {
      pages = Arrays.copyOf(pages, number + 1 + number / 4);
    }
    char @Nullable [] page = pages[number];
    if (page == null) {
      page = new char[PAGE];
      pages[number] = page;
    }
    // What ran out before the origin was known all the same.
    char offset = (char) Math.clamp((long) untilSeconds - originSeconds, 1, MAX_OFFSET);
    page[id % PAGE] = (char) Math.max(page[id % PAGE], offset);
  }

  private void moveOrigin(int nowSeconds) {
    int by = nowSeconds - 1 - originSeconds;
    originSeconds += by;
    for (char @Nullable [] page : pages) {
      for (int i = 0; page != null && i < PAGE; i++) {
        page[i] = page[i] == 0 ? 0 : (char) Math.max(1, page[i] - by);
      }
    }
  }

  /** Notes that the peer does not know the fact. */
  void clear(int id) {
    char @Nullable [] page = page(id);
    if (page != null) {
      page[id % PAGE] = 0;
      if (isEmpty(page)) {
        pages[id / PAGE] = null;
      }
    }
  }

  private char @Nullable [] page(int id) {
    return id / PAGE < pages.length ? pages[id / PAGE] : null;
  }

  private static boolean isEmpty(char[] page) {
    for (char offset : page) {
      if (offset != 0) {
        return false;
      }
    }
    return true;
  }

  /** Notes that the peer knows nothing. */
  void clear() {
    Arrays.fill(pages, null);
  }
}
