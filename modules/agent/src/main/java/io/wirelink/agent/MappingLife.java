package io.wirelink.agent;

import io.wirelink.device.Endpoint;
import io.wirelink.device.PeerState;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * For how long the NAT before a host keeps a mapping that nobody uses, as far as pauses have shown.
 *
 * @param longerThan the longest pause that one outlived; null if that is not known
 * @param shorterThan the last pause that one did not outlive, if none has outlived one as long
 *     since; null if there is none within an hour
 */
public record MappingLife(@Nullable Duration longerThan, @Nullable Duration shorterThan) {

  /**
   * A pause of a path at rest: 61 s, less the 10 s after which WireGuard speaks for the last time,
   * and the 5 s within which that shows.
   */
  private static final Duration PAUSE = Duration.ofSeconds(Timing.REST_SECONDS - 15 - 1);

  /** Nothing is known. */
  public static final MappingLife UNKNOWN = new MappingLife(null, null);

  /** Whether it is known whether one outlives the pauses of a path at rest. */
  boolean isKnown() {
    return shorterThan != null || (longerThan != null && longerThan.compareTo(PAUSE) >= 0);
  }

  /**
   * What the paths to all peers show that are not in a network of this host.
   *
   * @param sinceNanos since when this host is in the network in which it is now
   */
  static MappingLife of(Mesh mesh, long sinceNanos, long nowNanos) {
    PathRest last = null;
    for (Peer peer : mesh.peers()) {
      PathRest rest = peer.session().rest();
      boolean isLater = last == null || rest.endedAtNanos() > last.endedAtNanos();
      if (rest.isShort(nowNanos)
          && rest.endedAtNanos() > sinceNanos
          && isLater
          && isBeyond(mesh, peer)) {
        last = rest;
      }
    }
    if (last != null && longest(mesh, last.endedAtNanos()) < last.endedNanos()) {
      long longer = Math.min(longest(mesh, sinceNanos), last.endedNanos());
      return new MappingLife(
          inSeconds(longer),
          Duration.ofSeconds(Duration.ofNanos(last.endedNanos()).toSeconds() + 1));
    }
    return new MappingLife(inSeconds(longest(mesh, sinceNanos)), null);
  }

  /** The longest pause that a mapping outlived since then; 0 if none did. */
  private static long longest(Mesh mesh, long sinceNanos) {
    long longest = 0;
    for (Peer peer : mesh.peers()) {
      long each = peer.session().rest().outlivedNanos(sinceNanos);
      if (each > longest && isBeyond(mesh, peer)) {
        longest = each;
      }
    }
    return longest;
  }

  private static boolean isBeyond(Mesh mesh, Peer peer) {
    PeerState state = peer.state();
    Endpoint endpoint = state == null ? null : state.endpoint();
    return endpoint != null && !mesh.networks().isOnLink(endpoint.address());
  }

  private static @Nullable Duration inSeconds(long nanos) {
    return nanos == 0 ? null : Duration.ofSeconds(Duration.ofNanos(nanos).toSeconds());
  }
}
