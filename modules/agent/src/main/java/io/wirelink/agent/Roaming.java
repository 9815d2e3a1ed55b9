package io.wirelink.agent;

import io.wirelink.device.DeviceState;
import io.wirelink.device.HostInterface;
import io.wirelink.device.PeerChange;
import io.wirelink.device.PeerState;
import io.wirelink.portmap.MappingStatus;
import io.wirelink.portmap.PortWish;
import java.util.List;

/**
 * Takes in which addresses this host has, and keeps it reachable when they change, which its
 * packets are sent from.
 */
final class Roaming {

  private final Mesh mesh;
  private final Outbox outbox;
  private final Touched touched;
  private final DeviceChanges changes;
  private final OwnAddresses ownAddresses = new OwnAddresses();

  /** Whether this host's addresses have changed, which its packets are sent from. */
  private boolean sourcesChanged;

  Roaming(Mesh mesh, Outbox outbox, Touched touched, DeviceChanges changes) {
    this.mesh = mesh;
    this.outbox = outbox;
    this.touched = touched;
    this.changes = changes;
  }

  /** Takes in a reading of the host's interfaces. */
  void hostRead(List<HostInterface> interfaces, long now) {
    DeviceState device = mesh.device();
    String tunnel = device == null ? "" : device.name();
    List<HostInterface> before = mesh.interfaces();
    mesh.setInterfaces(interfaces, tunnel);
    if (ownAddresses.read(tunnel, before, interfaces, now)) {
      sourcesChanged = true;
      callFromNewAddresses(now);
      mesh.peers().forEach(peer -> peer.path().doubtAfterChange(now));
    }
    touched.addAll();
  }

  /** Takes note that the host's interfaces could not be read. */
  void hostUnread(long now) {
    ownAddresses.unread(now);
  }

  /** Takes note of how it stands with the gateways that were asked for a mapping. */
  void portsMapped(List<MappingStatus> statuses) {
    mesh.portMappings().update(statuses);
    touched.add(mesh.self());
  }

  /** Whether the host's addresses are known. */
  boolean isKnown() {
    return ownAddresses.isKnown();
  }

  /** Does what is due because the addresses are not known, or have changed. */
  void due(List<Action> actions, long now) {
    mapPort(actions);
    if (ownAddresses.takeRetry(now)) {
      actions.add(new Action.ReadHost());
    }
    if (ownAddresses.takeCall(now)) {
      callFromNewAddresses(now);
    }
    if (sourcesChanged) {
      sourcesChanged = false;
      endpointsAgain(actions);
    }
  }

  /** Wants of the gateways what is wanted of them now, if that is something else than before. */
  private void mapPort(List<Action> actions) {
    DeviceState device = mesh.device();
    int port = device == null ? 0 : device.listenPort();
    PortWish wish = mesh.config().portMapping().wish(port, mesh.isSelfRouter());
    PortWish before = mesh.portMappings().wish();
    // What two records have by themselves to compare them is slow until it is compiled.
    if (wish.port() != before.port()
        || wish.privateOnly() != before.privateOnly()
        || !wish.protocols().equals(before.protocols())) {
      mesh.portMappings().wanted(wish);
      actions.add(new Action.MapPort(wish));
    }
  }

  /** When {@link #due} must be called; {@link Long#MAX_VALUE} if there is no need. */
  long deadlineNanos() {
    return ownAddresses.deadlineNanos();
  }

  /**
   * Sets the endpoints of all who are reached once more, as they are: WireGuard keeps the address
   * that it last sent to a peer from, in userspace also when that is not there any more.
   */
  private void endpointsAgain(List<Action> actions) {
    for (Peer peer : mesh.peers()) {
      PeerState state = peer.state();
      if (state != null && state.endpoint() != null && peer.isHealthy()) {
        changes.configure(PeerChange.update(peer.key()).withEndpoint(state.endpoint()), actions);
      }
    }
  }

  /**
   * Lets all who are reached see where this host's packets come from now, and tries the others
   * anew, who may be reached from there.
   */
  private void callFromNewAddresses(long now) {
    for (Peer peer : mesh.peers()) {
      peer.tries().beginAnew();
      touched.add(peer.key());
      if (peer.isHealthy()) {
        outbox.call(peer, now);
      }
    }
  }
}
