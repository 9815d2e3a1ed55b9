package io.wirelink.gossip;

import static io.wirelink.gossip.GossipWorld.SECOND;
import static io.wirelink.gossip.GossipWorld.key;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wirelink.device.PublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PaceTest {

  private static final PublicKey PEER = key(1);
  private static final long USUAL = 30 * SECOND;
  private static final long PAUSE = 61 * SECOND;

  /** From when on WireGuard shakes hands anew, after the last handshake. */
  private static final long REKEYED = 121 * SECOND;

  /** At which age WireGuard's session counts as over. */
  private static final long OVER = 165 * SECOND;

  private final GossipWorld world = new GossipWorld();
  private final Gossip gossip = world.gossip;

  /** When something is said in the time that follows, in seconds from now. */
  private List<Long> said(long seconds) {
    long start = world.now;
    List<Long> said = new ArrayList<>();
    while (gossip.deadlineNanos() <= start + seconds * SECOND) {
      world.now = Math.max(world.now, gossip.deadlineNanos());
      int packets = gossip.flush(GossipWorld.BOOT_ID, subject -> true, world.now).size();
      for (int i = 0; i < packets; i++) {
        said.add((world.now - start) / SECOND);
      }
    }
    world.now = start + seconds * SECOND;
    return said;
  }

  @Test
  void whoRestsHearsThatThisHostIsAliveMoreSeldom() {
    gossip.setLevel(PEER, SendLevel.ALIVE, world.now);
    gossip.setPace(PEER, new Pace(PAUSE, Long.MIN_VALUE));
    assertEquals(List.of(0L, 61L, 122L, 183L), said(200));
  }

  @Test
  void aPauseThatIsShorterThanUsualCountsAsUsual() {
    gossip.setLevel(PEER, SendLevel.ALIVE, world.now);
    gossip.setPace(PEER, new Pace(SECOND, Long.MIN_VALUE));
    assertEquals(List.of(0L, 30L, 60L), said(70));
  }

  @Test
  void whoRestsNoMoreHearsAtOnceWhatIsOverdue() {
    gossip.setLevel(PEER, SendLevel.ALIVE, world.now);
    gossip.setPace(PEER, new Pace(PAUSE, Long.MIN_VALUE));
    assertEquals(List.of(0L), said(45));
    gossip.setPace(PEER, Pace.USUAL);
    assertEquals(List.of(0L, 30L), said(31));
  }

  @Test
  void whoIsNoPeerHasNoPace() {
    gossip.setPace(PEER, new Pace(PAUSE, Long.MIN_VALUE));
    assertEquals(Long.MAX_VALUE, gossip.deadlineNanos());
  }

  @Test
  void aWordAtEachSecondSpanOfAHandshakeRenewsItInTimeAndIsSaidNoMoreOftenThanUsual() {
    for (long first : LongStream.rangeClosed(0, 120).toArray()) {
      long said = first * SECOND;
      Pace pace = new Pace(PAUSE, REKEYED);
      while (said < REKEYED) {
        long next = pace.dueNanos(said, USUAL);
        assertTrue(next - said >= USUAL && next - said <= PAUSE, first + ": " + (next - said));
        said = next;
      }
      assertTrue(said <= OVER - 14 * SECOND, first + " s after the handshake, and " + said);
    }
  }

  @Test
  void whatIsSaidWithTheHandshakeItselfTakesTwoPausesToTheNext() {
    Pace pace = new Pace(PAUSE, REKEYED);
    long second = pace.dueNanos(0, USUAL);
    assertEquals(PAUSE, second);
    assertEquals(REKEYED, pace.dueNanos(second, USUAL));
  }
}
