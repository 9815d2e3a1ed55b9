package io.wirelink.agent;

import io.wirelink.device.IpAddress;
import io.wirelink.device.PublicKey;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The peers that the agent cares about, and whose path asks for attention. */
final class Peers {

  private final Map<PublicKey, Peer> peers = new LinkedHashMap<>();
  private final Map<IpAddress, Peer> byLinkLocal = new HashMap<>();
  private final PathDeadlines pathDeadlines = new PathDeadlines();
  private final Set<Peer> changedPaths = new LinkedHashSet<>();
  private final ReachedAddresses reached = new ReachedAddresses();
  private final Set<Peer> everRouters = new LinkedHashSet<>();

  /** The peers that the agent cares about: those of the device, and those that are to be added. */
  Collection<Peer> all() {
    return peers.values();
  }

  @Nullable Peer get(PublicKey key) {
    return peers.get(key);
  }

  /** Takes in a peer that is not there yet. */
  Peer add(PublicKey key) {
    Peer peer = new Peer(key, this::pathChanged, pathDeadlines::handled);
    peers.put(key, peer);
    byLinkLocal.put(peer.linkLocal(), peer);
    return peer;
  }

  private void pathChanged(Peer peer) {
    changedPaths.add(peer);
    reached.changed(peer);
  }

  /** Where peers are reached. */
  ReachedAddresses reached() {
    return reached;
  }

  /** Whose path has become another one since this was asked last. */
  List<Peer> takeChangedPaths() {
    List<Peer> taken = List.copyOf(changedPaths);
    changedPaths.clear();
    return taken;
  }

  /** When whose path is to be looked at. */
  PathDeadlines pathDeadlines() {
    return pathDeadlines;
  }

  /** Forgets a peer; null if it was not there. */
  @Nullable Peer remove(PublicKey key) {
    Peer peer = peers.remove(key);
    if (peer != null) {
      changedPaths.remove(peer);
      pathDeadlines.forget(peer);
      reached.forget(peer);
      everRouters.remove(peer);
      byLinkLocal.remove(peer.linkLocal());
    }
    return peer;
  }

  /** Those who may be routers: nobody else is one now, or ever said so. */
  Set<Peer> everRouters() {
    return everRouters;
  }

  /** The peer of the device that a tunnel address belongs to. */
  @Nullable Peer devicePeerAt(IpAddress linkLocal) {
    Peer peer = byLinkLocal.get(linkLocal);
    return peer != null && peer.state() != null ? peer : null;
  }

  /** Whether the device has it. */
  boolean isDevicePeer(PublicKey key) {
    Peer peer = peers.get(key);
    return peer != null && peer.state() != null;
  }
}
