package io.wirelink.agent;

import io.wirelink.device.Cidr;
import io.wirelink.device.DeviceState;
import io.wirelink.device.PeerChange;
import io.wirelink.device.PeerState;
import io.wirelink.device.PublicKey;
import io.wirelink.invitation.Invitation;
import io.wirelink.invitation.Invitations;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which peers of the device are there for the sake of invitations: one-time keys, of which the rest
 * of the agent never hears, and those who came.
 */
final class InvitedPeers {

  private static final Logger log = LoggerFactory.getLogger(InvitedPeers.class);

  private final Invitations invitations;

  /** The one-time keys that the device has. */
  private final Set<PublicKey> oneTimeKeys = new HashSet<>();

  /** Those who came and are on the device, with whether they had a handshake. */
  private final Map<PublicKey, Boolean> members = new LinkedHashMap<>();

  /** Whom the device has had since this agent runs: who is not there any more was taken off it. */
  private final Set<PublicKey> arrived = new HashSet<>();

  /** Of whom a change was asked for since the device was read. */
  private final Set<PublicKey> asked = new HashSet<>();

  /** The one-time keys of invitations that were taken back. */
  private final Set<PublicKey> takenBack = new HashSet<>();

  private long expired;

  InvitedPeers(Invitations invitations) {
    this.invitations = invitations;
  }

  /** Takes in a reading of the device, and gives the rest of the agent what is for it. */
  DeviceState read(DeviceState state) {
    asked.clear();
    oneTimeKeys.clear();
    members.clear();
    for (Invitation each : invitations.all()) {
      if (state.peers().containsKey(each.oneTimeKey())) {
        oneTimeKeys.add(each.oneTimeKey());
      }
      PeerState peer = each.joined() == null ? null : state.peers().get(each.joined().key());
      if (peer != null) {
        members.put(peer.publicKey(), peer.lastHandshake() != null);
      }
    }
    arrived.addAll(members.keySet());
    return oneTimeKeys.isEmpty() ? state : withoutOneTimeKeys(state);
  }

  private DeviceState withoutOneTimeKeys(DeviceState state) {
    Map<PublicKey, PeerState> others = new LinkedHashMap<>(state.peers());
    others.keySet().removeAll(oneTimeKeys);
    return new DeviceState(
        state.name(), state.publicKey(), state.listenPort(), state.firewallMark(), others);
  }

  /** Takes an invitation back: nobody comes by it any more, and who came belongs to nothing. */
  void takeBack(Invitation invitation) {
    takenBack.add(invitation.oneTimeKey());
    asked.remove(invitation.oneTimeKey());
  }

  /** Whether somebody may ask under the one-time key of an invitation. */
  boolean isOpen(Invitation invitation, Instant wall) {
    // Who came and was heard under its own key needs no other any more.
    boolean settled =
        invitation.joined() != null
            && members.getOrDefault(invitation.joined().key(), Boolean.FALSE);
    return !takenBack.contains(invitation.oneTimeKey()) && invitation.isAnswered(wall) && !settled;
  }

  /** By how many invitations nobody came in time. */
  long expired() {
    return expired;
  }

  /**
   * What is to be changed on the device, and forgets invitations that have left nothing there.
   *
   * @param isKept whether what became of an invitation survives a restart: nobody is let in before
   */
  List<PeerChange> due(Predicate<Invitation> isKept, Instant wall) {
    List<PeerChange> changes = new ArrayList<>();
    for (Invitation each : invitations.all()) {
      boolean open = isOpen(each, wall);
      boolean there = oneTimeKeys.contains(each.oneTimeKey());
      if (open != there && asked.add(each.oneTimeKey())) {
        changes.add(open ? added(each.oneTimeKey(), Set.of()) : gone(each.oneTimeKey()));
      }
      boolean over = !open && !there;
      if (takenBack.contains(each.oneTimeKey())) {
        over &= removeMember(each, changes);
        log(over, "The invitation for {} is taken back", each);
      } else if (each.joined() == null) {
        log(over, "The invitation for {} has expired", each);
        expired += over ? 1 : 0;
      } else {
        over = addMember(each, isKept, changes);
        log(over, "{} was taken off the device, and its place is given up", each);
      }
      if (over) {
        invitations.drop(each.oneTimeKey());
        takenBack.remove(each.oneTimeKey());
      }
    }
    return changes;
  }

  private static void log(boolean over, String sentence, Invitation invitation) {
    if (over) {
      log.info(sentence, invitation.name());
    }
  }

  /** Whether nothing is left of a member. */
  private boolean removeMember(Invitation invitation, List<PeerChange> changes) {
    Invitation.Joined joined = invitation.joined();
    if (joined == null || !members.containsKey(joined.key())) {
      return true;
    }
    if (asked.add(joined.key())) {
      changes.add(gone(joined.key()));
    }
    return false;
  }

  /** Whether a member was taken off the device by somebody, who is not to be contradicted. */
  private boolean addMember(
      Invitation invitation, Predicate<Invitation> isKept, List<PeerChange> changes) {
    Invitation.Joined joined = invitation.joined();
    if (joined == null || members.containsKey(joined.key()) || !isKept.test(invitation)) {
      return false;
    }
    if (arrived.contains(joined.key())) {
      return true;
    }
    if (asked.add(joined.key())) {
      changes.add(added(joined.key(), invitation.routes()));
    }
    return false;
  }

  private static PeerChange added(PublicKey key, Set<Cidr> routes) {
    Set<Cidr> allowedIps = new LinkedHashSet<>(routes);
    allowedIps.add(Cidr.host(key.linkLocalAddress()));
    return PeerChange.add(key).withOnlyAllowedIps(allowedIps);
  }

  private static PeerChange gone(PublicKey key) {
    return PeerChange.remove(key);
  }
}
