package io.wirelink.agent;

import io.wirelink.device.IpAddress;
import io.wirelink.device.PeerState;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The addresses of endpoints that work from here. Of a thousand peers only those are looked at that
 * something happened to since this was asked last.
 */
final class ReachedAddresses {

  private final Map<Peer, IpAddress> byPeer = new HashMap<>();
  private final NavigableMap<IpAddress, Integer> counts = new TreeMap<>();
  private final Set<Peer> changed = new HashSet<>();

  /** Notes that a peer may answer now or not any more, or elsewhere. */
  void changed(Peer peer) {
    changed.add(peer);
  }

  /** Takes note that a peer is forgotten. */
  void forget(Peer peer) {
    changed.remove(peer);
    replace(peer, null);
  }

  /** All of them, in their order. */
  NavigableSet<IpAddress> all() {
    changed.forEach(peer -> replace(peer, addressOf(peer)));
    changed.clear();
    return counts.navigableKeySet();
  }

  private void replace(Peer peer, @Nullable IpAddress now) {
    IpAddress before = now == null ? byPeer.remove(peer) : byPeer.put(peer, now);
    if (before != null) {
      counts.computeIfPresent(before, (key, count) -> count == 1 ? null : count - 1);
    }
    if (now != null) {
      counts.merge(now, 1, Integer::sum);
    }
  }

  private static @Nullable IpAddress addressOf(Peer peer) {
    PeerState state = peer.state();
    return peer.isHealthy() && state != null && state.endpoint() != null
        ? state.endpoint().address()
        : null;
  }
}
