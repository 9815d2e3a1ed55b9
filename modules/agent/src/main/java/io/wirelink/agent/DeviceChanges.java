package io.wirelink.agent;

import io.wirelink.device.PeerChange;
import java.util.List;

/** What this agent lets be changed on the device. */
final class DeviceChanges {

  private final Touched touched;
  private long count;

  /** Whether the device was changed by this agent since it was read. */
  private boolean changedHere;

  DeviceChanges(Touched touched) {
    this.touched = touched;
  }

  void configure(PeerChange change, List<Action> actions) {
    actions.add(new Action.Configure(change));
    count++;
  }

  /** Takes peers from the device, and says whether there were any. */
  boolean remove(List<PeerChange> removals, List<Action> actions) {
    for (PeerChange change : removals) {
      configure(change, actions);
      touched.remove(change.publicKey());
    }
    return !removals.isEmpty();
  }

  /** Notes that the device will not be what it was when it was read. */
  void made() {
    changedHere = true;
  }

  /** Whether that is so since the device was read. */
  boolean isMadeSinceRead() {
    return changedHere;
  }

  /** Notes that the device was read. */
  void seen() {
    changedHere = false;
  }

  /** How many changes there were. */
  long count() {
    return count;
  }
}
