package io.wirelink.path;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** What the bytes that came from a peer say of what they were. */
class TrafficTest {

  private static final long INITIATION = 148;
  private static final long RESPONSE = 92;
  private static final long KEEPALIVE = 32;

  @Test
  void callsAloneAreNoAnswer() {
    assertTrue(Traffic.areInitiations(INITIATION));
    assertTrue(Traffic.areInitiations(2 * INITIATION));
  }

  @Test
  void whateverComesWithThemIs() {
    assertFalse(Traffic.areInitiations(0));
    assertFalse(Traffic.areInitiations(RESPONSE));
    for (long data = KEEPALIVE; data < 100 * KEEPALIVE; data += KEEPALIVE / 2) {
      assertFalse(Traffic.areInitiations(data), data + " bytes");
      assertFalse(Traffic.areInitiations(INITIATION + data), INITIATION + data + " bytes");
    }
  }
}
