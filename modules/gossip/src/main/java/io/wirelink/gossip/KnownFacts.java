package io.wirelink.gossip;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Until which second somebody knows facts, by their numbers. A router of a thousand hosts has a
 * million of them to keep: of somebody who keeps nothing by itself all, and else few, in pages that
 * are there while there is anything in them.
 */
final class KnownFacts {

  private static final int PAGE = 64;

  /** The seconds of {@link #PAGE} numbers, 0 where nothing is known, and how many are not 0. */
  private int[] @Nullable [] pages = new int[0][];

  /** Until which second the fact is known; 0 if it is not. */
  int until(int id) {
    int[] page = page(id);
    return page == null ? 0 : page[id % PAGE];
  }

  /** Notes that the fact is known until a second, which is more than 0. */
  void put(int id, int second) {
    int number = id / PAGE;
    if (number >= pages.length) {
      pages = Arrays.copyOf(pages, Math.max(number + 1, 2 * pages.length));
    }
    int[] page = pages[number];
    if (page == null) {
      page = new int[PAGE + 1];
      pages[number] = page;
    }
    page[PAGE] += page[id % PAGE] == 0 ? 1 : 0;
    page[id % PAGE] = second;
  }

  /** Notes that the fact is not known. */
  void remove(int id) {
    int[] page = page(id);
    if (page != null && page[id % PAGE] != 0) {
      page[id % PAGE] = 0;
      page[PAGE]--;
      if (page[PAGE] == 0) {
        pages[id / PAGE] = null;
      }
    }
  }

  /** Notes that none is known. */
  void clear() {
    pages = new int[0][];
  }

  private int @Nullable [] page(int id) {
    return id / PAGE < pages.length ? pages[id / PAGE] : null;
  }

  /** How many pages there are. */
  int pages() {
    return (int) Arrays.stream(pages).filter(page -> page != null).count();
  }
}
