package io.wirelink.names;

import io.wirelink.device.IpAddress;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How many queries are answered: of this host itself, and of each peer and all of them. What is
 * beyond gets no answer, so that a program that has gone wild costs the host a part of a processor,
 * and a peer a small one; who asks again a second later, as resolvers do, has his answer.
 *
 * <p>Each is a bucket with as many tokens as are answered in a second; time is an argument, in
 * nanoseconds of any clock that does not go back.
 */
final class QueryRate {

  /** More than a busy host resolves, names of others included. */
  static final int OWN_PER_SECOND = 2000;

  /** Far more than a resolver of a host asks. */
  static final int PEER_PER_SECOND = 50;

  /** For all peers together. */
  static final int PEERS_PER_SECOND = 500;

  /** How many peers are remembered: those who asked last. */
  static final int MAX_PEERS = 1024;

  private static final double NANOS_PER_SECOND = 1e9;

  private final Bucket own = new Bucket(OWN_PER_SECOND);
  private final Bucket peers = new Bucket(PEERS_PER_SECOND);
  private final Map<IpAddress, Bucket> byPeer =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<IpAddress, Bucket> eldest) {
          return size() > MAX_PEERS;
        }
      };

  /** Whether this host itself is answered now, once. */
  boolean admitsOwn(long nowNanos) {
    return own.take(nowNanos);
  }

  /** Whether a peer is answered now, once. */
  boolean admits(IpAddress peer, long nowNanos) {
    // Who asks too much is not to use up what is for all.
    return byPeer.computeIfAbsent(peer, any -> new Bucket(PEER_PER_SECOND)).take(nowNanos)
        && peers.take(nowNanos);
  }

  private static final class Bucket {
    private final int perSecond;
    private double tokens;
    private long lastNanos;
    private boolean used;

    Bucket(int perSecond) {
      this.perSecond = perSecond;
      this.tokens = perSecond;
    }

    boolean take(long nowNanos) {
      if (used) {
        double more = (nowNanos - lastNanos) / NANOS_PER_SECOND * perSecond;
        tokens = Math.min(perSecond, tokens + more);
      }
      used = true;
      lastNanos = nowNanos;
      if (tokens < 1) {
        return false;
      }
      tokens--;
      return true;
    }
  }
}
