package io.wirelink.names;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wirelink.device.IpAddress;
import org.junit.jupiter.api.Test;

class QueryRateTest {
  private static final long SECOND = 1_000_000_000L;

  private final QueryRate rate = new QueryRate();

  private static IpAddress peer(int number) {
    return new IpAddress(IpAddress.Family.V6, 0xfe80L << 48, number);
  }

  private int admitted(IpAddress peer, int tries, long now) {
    int count = 0;
    for (int i = 0; i < tries; i++) {
      count += rate.admits(peer, now) ? 1 : 0;
    }
    return count;
  }

  @Test
  void aPeerHasItsShareEachSecond() {
    assertEquals(QueryRate.PEER_PER_SECOND, admitted(peer(1), 1000, -5));
    assertEquals(0, admitted(peer(1), 1000, -5));
    assertEquals(QueryRate.PEER_PER_SECOND / 2, admitted(peer(1), 1000, SECOND / 2 - 5));
    assertEquals(QueryRate.PEER_PER_SECOND, admitted(peer(1), 1000, 100 * SECOND));
  }

  @Test
  void aPeerThatAsksTooMuchTakesNothingFromOthers() {
    admitted(peer(1), 100_000, 0);
    assertEquals(QueryRate.PEER_PER_SECOND, admitted(peer(2), 1000, 0));
  }

  @Test
  void allPeersTogetherAreBounded() {
    int all = 0;
    for (int i = 0; i < 2 * QueryRate.MAX_PEERS; i++) {
      all += admitted(peer(i), 1, 0);
    }
    assertEquals(QueryRate.PEERS_PER_SECOND, all);
    assertTrue(rate.admitsOwn(0));
  }

  @Test
  void aProgramOfThisHostThatHasGoneWildIsBounded() {
    for (int i = 0; i < QueryRate.OWN_PER_SECOND; i++) {
      assertTrue(rate.admitsOwn(7));
    }
    assertFalse(rate.admitsOwn(7));
    assertTrue(rate.admitsOwn(7 + SECOND));
  }
}
