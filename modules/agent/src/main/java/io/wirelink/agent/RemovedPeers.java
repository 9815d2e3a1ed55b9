package io.wirelink.agent;

import io.wirelink.device.Cidr;
import io.wirelink.device.DeviceState;
import io.wirelink.device.PeerChange;
import io.wirelink.device.PeerState;
import io.wirelink.device.PublicKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Peers of the device that are to be taken off it, since they were removed from the mesh. */
final class RemovedPeers {

  private final Mesh mesh;
  private final DeviceChanges changes;

  /** Who is to be taken off now. */
  private final Set<PublicKey> present = new LinkedHashSet<>();

  /** Since when the device is to be without somebody, whom no reading has shown to be gone. */
  private final Map<PublicKey, Long> asked = new HashMap<>();

  private final List<PeerChange> putBack = new ArrayList<>();

  RemovedPeers(Mesh mesh, DeviceChanges changes) {
    this.mesh = mesh;
    this.changes = changes;
  }

  /** Who is removed, and on the device all the same; not who is being taken off it. */
  List<PublicKey> in(DeviceState state, long now) {
    if (mesh.removedKeys().isNobody()) {
      asked.clear();
      return List.of();
    }
    List<PublicKey> found = state.peers().keySet().stream().filter(mesh::isRemoved).toList();
    asked.keySet().retainAll(found);
    return found.stream()
        .filter(key -> now - Timing.HOUSEKEEPING_NANOS >= asked.getOrDefault(key, Long.MIN_VALUE))
        .toList();
  }

  /** The reading without those who are removed: for the rest of the agent they are not there. */
  DeviceState without(DeviceState state) {
    if (mesh.removedKeys().isNobody()
        || state.peers().keySet().stream().noneMatch(mesh::isRemoved)) {
      return state;
    }
    Map<PublicKey, PeerState> others = new LinkedHashMap<>(state.peers());
    others.keySet().removeIf(mesh::isRemoved);
    return new DeviceState(
        state.name(), state.publicKey(), state.listenPort(), state.firewallMark(), others);
  }

  /** Has somebody taken off. */
  void takeOff(PublicKey key) {
    present.add(key);
  }

  /** Has somebody put back who was taken off. */
  void putBack(PublicKey key, Set<Cidr> networks) {
    Set<Cidr> all = new LinkedHashSet<>(networks);
    all.add(Cidr.host(key.linkLocalAddress()));
    putBack.add(PeerChange.add(key).withOnlyAllowedIps(all));
  }

  /** Whether nobody waits to be taken off, or to be seen to be gone. */
  boolean isSettled() {
    return present.isEmpty() && asked.isEmpty();
  }

  /** Whether there is anything to be changed now. */
  boolean isDue() {
    return !present.isEmpty() || !putBack.isEmpty();
  }

  /** Adds what is to be changed, and says whether there is anything. */
  boolean act(List<Action> actions, long now) {
    boolean due = isDue();
    changes.remove(present.stream().map(PeerChange::remove).toList(), actions);
    present.forEach(key -> asked.put(key, now));
    present.clear();
    putBack.forEach(change -> changes.configure(change, actions));
    putBack.clear();
    if (due) {
      actions.add(new Action.ReadDevice());
    }
    return due;
  }
}
