package io.wirelink.agent;

import io.wirelink.device.PeerChange;
import io.wirelink.device.PublicKey;
import io.wirelink.trust.TrustLevel;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes peers from the device that do not belong to the mesh any more (docs/protocol.md,
 * "Removal"), and those that the operator wants forgotten.
 */
final class Removal {

  private static final Logger log = LoggerFactory.getLogger(Removal.class);

  private final Mesh mesh;
  private final Authority authority;
  private final MemberHistory members;
  private final long startedNanos;
  private final List<PeerChange> forgotten = new ArrayList<>();

  Removal(Mesh mesh, Authority authority, MemberHistory members, long startedNanos) {
    this.mesh = mesh;
    this.authority = authority;
    this.members = members;
    this.startedNanos = startedNanos;
  }

  /** The removals that are due. */
  List<PeerChange> decide(long nowNanos) {
    List<PeerChange> removals = new ArrayList<>();
    boolean allowed =
        nowNanos - startedNanos > Timing.FACT_TTL_NANOS
            && !mesh.isSelfRouter()
            && !mesh.selfTrust().atLeast(TrustLevel.MEMBERSHIP);
    if (!allowed || !authority.hasTold(Timing.TOLD_ALL_NANOS, nowNanos)) {
      return removals;
    }
    for (Peer peer : mesh.peers()) {
      boolean lastSource = !mesh.trust().membershipConfigured() && mesh.isRouter(peer.key());
      if (peer.state() != null && !mesh.isValid(peer.key()) && !lastSource) {
        log.info("Removing {}: it is no member of the mesh any more", mesh.nameOf(peer.key()));
        members.departed(peer, PeerStory.Departure.Reason.NO_MEMBER, nowNanos);
        removals.add(PeerChange.remove(peer.key()));
      }
    }
    return removals;
  }

  /**
   * Forgets all that was learned about a peer, since the operator wants that. If this agent has put
   * it on the device, and the configuration does not name it, it is to be removed.
   */
  RunnableAgent.Forgotten forget(PublicKey key, long nowNanos) {
    log.info("Forgetting what others say of {}, as told", mesh.nameOf(key));
    int facts = mesh.store().forget(key);
    Peer peer = mesh.peer(key);
    if (peer == null) {
      return new RunnableAgent.Forgotten(facts, false, false);
    }
    peer.forgetAll();
    boolean onDevice = peer.state() != null;
    boolean removed = onDevice && peer.isAddedHere() && !mesh.isConfigured(key);
    if (removed) {
      members.departed(peer, PeerStory.Departure.Reason.TOLD_TO_FORGET, nowNanos);
      forgotten.add(PeerChange.remove(key));
    }
    return new RunnableAgent.Forgotten(facts, onDevice, removed);
  }

  /** The removals of who was forgotten since the last call. */
  List<PeerChange> forgotten() {
    List<PeerChange> removals = List.copyOf(forgotten);
    forgotten.clear();
    return removals;
  }
}
