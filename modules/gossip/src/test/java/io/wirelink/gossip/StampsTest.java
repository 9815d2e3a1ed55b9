package io.wirelink.gossip;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StampsTest {

  private static final byte[] FACTS = {'!', 1, 2};

  @Test
  void theyStandBeforeTheFacts() {
    Stamps stamps = new Stamps(0xfedcba98, 2, 3, 4);
    byte[] inner = stamps.before(FACTS);
    assertEquals("74fedcba98000000020000000300000004210102", HexFormat.of().formatHex(inner));
    assertEquals(Optional.of(stamps), Stamps.in(inner));
    assertArrayEquals(FACTS, Stamps.factsIn(inner));
  }

  @Test
  void aPacketWithoutThemIsAllFacts() {
    assertEquals(Optional.empty(), Stamps.in(FACTS));
    assertSame(FACTS, Stamps.factsIn(FACTS));
  }

  @Test
  void whatIsCutOffIsNone() {
    byte[] cut = new byte[Stamps.LENGTH - 1];
    cut[0] = 't';
    assertEquals(Optional.empty(), Stamps.in(cut));
  }
}
