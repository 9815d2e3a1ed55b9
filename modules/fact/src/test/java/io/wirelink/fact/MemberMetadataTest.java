package io.wirelink.fact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class MemberMetadataTest {

  private static MemberMetadata of(Map<Integer, String> entries) {
    return new MemberMetadata(new TreeMap<>(entries));
  }

  @Test
  void aNameIsReadAsItWasGiven() {
    assertEquals("Zürich 🏔", MemberMetadata.EMPTY.with("Zürich 🏔", false).name().orElseThrow());
  }

  @Test
  void theBasicFlagIsNeverUnset() {
    MemberMetadata basic = MemberMetadata.EMPTY.with("a", true);
    assertTrue(basic.isBasic());
    assertTrue(basic.with("b", false).isBasic());
    assertFalse(MemberMetadata.EMPTY.with("a", false).isBasic());
  }

  @Test
  void anEmptyNameLeavesTheOneThatIsThere() {
    assertEquals("a", MemberMetadata.EMPTY.with("a", true).with("", true).name().orElseThrow());
  }

  @Test
  void theOrderInWhichEntriesWereGivenDoesNotCount() {
    MemberMetadata metadata = of(Map.of(0, "\u00ff", 'b' + 0, "\1", 'n' + 0, "x", 255, ""));
    assertEquals(List.of('n' + 0, 0, 'b' + 0, 255), List.copyOf(metadata.entries().keySet()));
    assertEquals(metadata, of(metadata.entries()));
  }

  @Test
  void whatIsNotBytesIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> of(Map.of(256, "")));
    assertThrows(IllegalArgumentException.class, () -> of(Map.of(-1, "")));
    assertThrows(IllegalArgumentException.class, () -> of(Map.of(1, "\u0100")));
  }
}
