package io.wirelink.path;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wirelink.device.PeerState;
import io.wirelink.device.PublicKey;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the bytes that came from a peer say of what they were. */
class TrafficTest {

  private static final long INITIATION = 148;
  private static final long RESPONSE = 92;
  private static final long KEEPALIVE = 32;
  private static final long PING = 128;

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

  @Test
  void aHandshakeThatIsDueIsNoTrafficButWhatIsSentMeanwhileIs() {
    assertFalse(sentWhileRekeying(INITIATION));
    assertFalse(sentWhileRekeying(INITIATION + KEEPALIVE));
    assertTrue(sentWhileRekeying(PING));
    assertTrue(sentWhileRekeying(PING + INITIATION));
  }

  private static boolean sentWhileRekeying(long bytes) {
    return new Traffic().between(counted(1_000), counted(1_000 + bytes), true).sent();
  }

  private static PeerState counted(long sent) {
    return new PeerState(new PublicKey(1, 2, 3, 4), null, null, 0, sent, 0, Set.of());
  }
}
