package io.wirelink.fact;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wirelink.text.Printable;
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
  void aNameThatControlsIsSafeToPrintAndTravelsOnAsItCame() {
    for (int c = 0; c <= 0xffff; c++) {
      String name = "a" + (char) c + "b";
      if (Character.isSurrogate((char) c) || Printable.of(name).equals(name)) {
        continue;
      }
      MemberMetadata metadata = MemberMetadata.EMPTY.with(name, false);
      assertEquals("a?b", metadata.name().orElseThrow());
      assertEquals(
          name,
          new String(metadata.entries().get(MemberMetadata.NAME).getBytes(ISO_8859_1), UTF_8));
    }
    assertTrue(MemberMetadata.EMPTY.with("\n\t ", false).name().isEmpty());
  }

  @Test
  void aNameIsNoLongerThanAConfiguredOne() {
    String name = MemberMetadata.EMPTY.with("ß".repeat(500), false).name().orElseThrow();
    assertEquals("ß".repeat(127), name);
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

  @Test
  void whatIsSaidOfANatIsReadAsItWasGiven() {
    for (NatBehavior.Ports ports : NatBehavior.Ports.values()) {
      NatBehavior nat = new NatBehavior(NatBehavior.Mapping.ENDPOINT_DEPENDENT, ports, true);
      MemberMetadata named = MemberMetadata.EMPTY.with("a", true).with(nat);
      assertEquals(nat, named.nat());
      assertFalse(named.isOfNatAlone());
      assertTrue(MemberMetadata.EMPTY.with(nat).isOfNatAlone());
      assertEquals("a", named.name().orElseThrow());
    }
  }

  @Test
  void aFirewallIsReadAsItWasGivenWhateverTheNatIs() {
    NatBehavior blocked = NatBehavior.UNKNOWN.withUdpBlocked(true);
    assertEquals(blocked, MemberMetadata.EMPTY.with(blocked).nat());
    NatBehavior both =
        new NatBehavior(
            NatBehavior.Mapping.ENDPOINT_DEPENDENT, NatBehavior.Ports.ARBITRARY, true, true);
    assertEquals(both, MemberMetadata.EMPTY.with(both).nat());
  }

  @Test
  void ofANatThatStandsInNobodysWayNothingIsSaid() {
    NatBehavior harmless =
        new NatBehavior(
            NatBehavior.Mapping.ENDPOINT_INDEPENDENT, NatBehavior.Ports.PRESERVED, false);
    assertEquals(MemberMetadata.EMPTY, MemberMetadata.EMPTY.with(harmless));
    NatBehavior carriers =
        new NatBehavior(NatBehavior.Mapping.UNKNOWN, NatBehavior.Ports.UNKNOWN, true);
    assertEquals(MemberMetadata.EMPTY, MemberMetadata.EMPTY.with(carriers).with(harmless));
  }

  /** Who is newer may say more; what is no use here is as good as not said. */
  @Test
  void whatIsNotUnderstoodOfANatIsUnknown() {
    assertEquals(NatBehavior.UNKNOWN, MemberMetadata.EMPTY.nat());
    assertEquals(NatBehavior.UNKNOWN, of(Map.of(MemberMetadata.NAT, "")).nat());
    assertEquals(NatBehavior.UNKNOWN, of(Map.of(MemberMetadata.NAT, "\u0009\u00ff\4")).nat());
    assertEquals(
        NatBehavior.Mapping.ENDPOINT_DEPENDENT,
        of(Map.of(MemberMetadata.NAT, "\3")).nat().mapping());
    assertTrue(of(Map.of(MemberMetadata.NAT, "\0\0\u00ff more")).nat().carrierGrade());
    assertEquals(NatBehavior.UNKNOWN, of(Map.of(MemberMetadata.NAT, "\3".repeat(17))).nat());
  }
}
