package io.wirelink.agent;

import io.wirelink.device.PeerChange;
import io.wirelink.device.PresharedKey;
import io.wirelink.device.PresharedKeyPrint.Kind;
import io.wirelink.device.PublicKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Sees to it that agreed preshared keys are on the disk before they are on the device. */
final class KeyKeeping {

  /** How often they are written at most: where a thousand are agreed upon, many at once. */
  private static final long PACE_NANOS = Duration.ofSeconds(1).toNanos();

  private static final long NEVER = Long.MAX_VALUE;

  private final AgentClock clock;
  private final Map<PublicKey, PeerKeys> all;
  private long revision;

  /** Whether a write is under way. */
  private boolean writing;

  /** Whether something is to be written. */
  private boolean wanted;

  private long nextNanos = Long.MIN_VALUE;

  /** Whether anything was written, by this agent or one that ran here before. */
  private boolean any;

  /**
   * Nothing is kept yet.
   *
   * @param all those whose keys are to be kept, as they are then
   */
  KeyKeeping(AgentClock clock, Map<PublicKey, PeerKeys> all) {
    this.clock = clock;
    this.all = all;
  }

  /** Takes note that something was kept when the agent ran before. */
  void restored() {
    any = true;
  }

  /** Lets all be written soon. */
  void want() {
    wanted = true;
  }

  /** Adds what is to be done now. */
  void due(List<Action> actions, long now) {
    if (now < deadlineNanos()) {
      return;
    }
    wanted = false;
    writing = true;
    nextNanos = now + PACE_NANOS;
    List<KeptPresharedKey> kept = new ArrayList<>();
    all.forEach((key, keys) -> keys.keep(key, clock.wall(), now).ifPresent(kept::add));
    if (any || !kept.isEmpty()) {
      actions.add(new Action.KeepPresharedKeys(++revision, kept));
      any = true;
    } else {
      writing = false;
    }
  }

  /** Adds that nothing is kept any more, whatever is under way, if anything ever was. */
  void nothing(List<Action> actions) {
    writing = false;
    wanted = false;
    if (any) {
      actions.add(new Action.KeepPresharedKeys(++revision, List.of()));
    }
  }

  /** The same, and takes those off the device that are there. */
  void leave(DeviceChanges changes, List<Action> actions) {
    nothing(actions);
    for (PublicKey key : agreedPeers()) {
      changes.configure(PeerChange.update(key).withPresharedKey(PresharedKey.NONE), actions);
    }
  }

  /** Those who have a key on the device that was agreed upon. */
  List<PublicKey> agreedPeers() {
    return all.entrySet().stream()
        .filter(each -> each.getValue().kind() == Kind.AGREED)
        .map(Map.Entry::getKey)
        .toList();
  }

  /**
   * Takes note of whether keys are kept as they were at a revision.
   *
   * @param touched takes those of whom a key may be set for that
   */
  void kept(long at, boolean success, Set<PublicKey> touched, long now) {
    if (at != revision || !writing) {
      return;
    }
    writing = false;
    if (success) {
      all.forEach(
          (key, keys) -> {
            if (keys.kept()) {
              touched.add(key);
            }
          });
    } else {
      wanted = true;
      nextNanos = now + Timing.HOUSEKEEPING_NANOS;
    }
  }

  /** When {@link #due} must be asked at the latest. */
  long deadlineNanos() {
    return wanted && !writing ? nextNanos : NEVER;
  }
}
