package io.wirelink.fact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class BootIdTest {

  @Property
  void ourBootIdsAreUuidsOfVersion8ThatShowTheCapabilities(
      @ForAll @IntRange(max = 0xffff) int capabilities, @ForAll long seed) {
    BootId id = BootId.random(capabilities, new Random(seed));
    UUID uuid = new UUID(id.high(), id.low());
    assertEquals(8, uuid.version());
    assertEquals(2, uuid.variant());
    assertTrue(uuid.toString().startsWith("574c"));
    assertTrue(id.isOurs());
    assertEquals(capabilities, id.capabilities());
  }

  @Property
  void theBootIdOfAnotherImplementationShowsNoCapabilities(@ForAll long seed) {
    byte[] bytes = new byte[16];
    new Random(seed).nextBytes(bytes);
    UUID random = UUID.nameUUIDFromBytes(bytes);
    BootId id = new BootId(random.getMostSignificantBits(), random.getLeastSignificantBits());
    assertFalse(id.isOurs());
    assertEquals(0, id.capabilities());
  }

  @Test
  void twoBootIdsDiffer() {
    Random random = new Random(1);
    assertNotEquals(BootId.random(0, random), BootId.random(0, random));
  }
}
