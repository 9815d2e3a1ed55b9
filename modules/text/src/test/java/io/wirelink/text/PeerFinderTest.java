package io.wirelink.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.wirelink.device.PublicKey;
import io.wirelink.text.PeerFinder.Match;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which peer a word means. */
class PeerFinderTest {
  private static final PublicKey LEAF = key(1);
  private static final PublicKey LEAF_2 = key(2);
  private static final PublicKey ROUTER = key(3);
  private static final PublicKey NAMELESS = key(4);

  private final Map<PublicKey, String> names = new LinkedHashMap<>();

  PeerFinderTest() {
    names.put(LEAF, "leaf");
    names.put(LEAF_2, "leaf2");
    names.put(ROUTER, "Router");
    names.put(NAMELESS, "");
  }

  private static PublicKey key(int first) {
    byte[] bytes = new byte[PublicKey.LENGTH];
    bytes[0] = (byte) (first << 2);
    return PublicKey.ofBytes(bytes);
  }

  private void assertOne(PublicKey expected, String word) {
    assertEquals(new Match.One(expected), new PeerFinder(names).find(word), word);
  }

  @Test
  void aWholeNameOrKeyComesBeforeABeginning() {
    assertOne(LEAF, "leaf");
    assertOne(LEAF_2, LEAF_2.toString());
  }

  @Test
  void aBeginningIsEnoughIfNoOtherHasIt() {
    assertOne(LEAF_2, "leaf2");
    assertOne(ROUTER, "Ro");
    assertOne(NAMELESS, NAMELESS.toString().substring(0, 2));
    assertEquals(new Match.Several(List.of(LEAF, LEAF_2)), new PeerFinder(names).find("lea"));
  }

  @Test
  void caseMattersOnlyWhereItTellsPeersApart() {
    assertOne(ROUTER, "router");
    assertOne(ROUTER, "rou");
    names.put(NAMELESS, "router");
    assertOne(NAMELESS, "router");
    assertOne(ROUTER, "Router");
    assertEquals(
        new Match.Several(List.of(ROUTER, NAMELESS)), new PeerFinder(names).find("ROUTER"));
  }

  @Test
  void nobodyIsMeantByWhatIsNearAName() {
    assertEquals(new Match.None(Optional.of("Router")), new PeerFinder(names).find("roter"));
    assertEquals(new Match.None(Optional.empty()), new PeerFinder(names).find("toaster"));
    assertEquals(new Match.None(Optional.empty()), new PeerFinder(names).find(""));
  }
}
