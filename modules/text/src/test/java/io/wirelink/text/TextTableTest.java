package io.wirelink.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Texts as terminals show them. */
class TextTableTest {
  @Test
  void wideLettersTakeTwoCellsAndMarksNone() {
    assertEquals(3, TextTable.width("abc"));
    assertEquals(6, TextTable.width("路由器"));
    assertEquals(4, TextTable.width("cafe\u0301"));
    assertEquals(2, TextTable.width("🦊"));
    assertEquals(0, TextTable.width(""));
  }

  @Test
  void aCutTextHasNoMoreCellsThanThereIsRoomFor() {
    assertEquals("abc", TextTable.cut("abc", 3));
    assertEquals("ab…", TextTable.cut("abcd", 3));
    assertEquals("路…", TextTable.cut("路由器", 4));
    assertEquals("路由器", TextTable.cut("路由器", 6));
  }

  @Test
  void columnsLineUp() {
    assertEquals(
        "路   x\nabc  y\n", TextTable.aligned(List.of(List.of("路", "x"), List.of("abc", "y"))));
  }
}
