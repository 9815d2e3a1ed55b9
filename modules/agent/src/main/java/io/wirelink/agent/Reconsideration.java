package io.wirelink.agent;

import io.wirelink.device.Endpoint;
import io.wirelink.device.PeerChange;
import io.wirelink.device.PeerState;
import io.wirelink.device.PublicKey;
import io.wirelink.path.Answers;
import io.wirelink.path.PathState;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does what follows for the peers that something happened to, on the device and towards them. */
final class Reconsideration {

  private static final Logger log = LoggerFactory.getLogger(Reconsideration.class);

  private final Mesh mesh;
  private final Outbox outbox;
  private final PathExchange paths;
  private final PeerSetup setup;
  private final Touched touched;
  private final DeviceChanges changes;
  private final PresharedKeys presharedKeys;
  private final ReadSchedule reads;

  Reconsideration(
      Mesh mesh,
      Outbox outbox,
      PathExchange paths,
      PeerSetup setup,
      Touched touched,
      DeviceChanges changes,
      PresharedKeys presharedKeys,
      ReadSchedule reads) {
    this.mesh = mesh;
    this.outbox = outbox;
    this.paths = paths;
    this.setup = setup;
    this.touched = touched;
    this.changes = changes;
    this.presharedKeys = presharedKeys;
    this.reads = reads;
  }

  /** Does what follows from paths that are not what they were. */
  void noteChangedPaths(long now) {
    for (Peer peer : mesh.takeChangedPaths()) {
      PathState state = peer.pathState();
      PathState before = peer.toldState();
      peer.setToldState(state);
      touched.add(peer.key());
      boolean wasFit = before != null && before.isFit();
      if (wasFit && state.broken() != null) {
        log.debug("{}: {}", mesh.nameOf(peer.key()), state);
      }
      if (before instanceof PathState.Down && state.isHealthy()) {
        outbox.retell(peer.key(), now);
      }
      boolean wasHealthy = before != null && before.isHealthy();
      if ((wasFit != state.isFit() || wasHealthy != state.isHealthy())
          && mesh.isRouter(peer.key())) {
        // Others' traffic may go by it, or may not any more.
        touched.addAll();
      } else if (wasFit != state.isFit()) {
        mesh.detours().touchRouters(peer, touched);
      }
    }
  }

  /**
   * Reconsiders the peers that something happened to and whose turn it is.
   *
   * @param fresh whether the device was read just now
   * @return whether the device is to be changed
   */
  boolean setUpPeers(List<Action> actions, boolean fresh, long now) {
    if (mesh.device() == null) {
      return false;
    }
    boolean changed = false;
    List<PublicKey> turn = touched.turn();
    for (PublicKey key : turn) {
      if (key.equals(mesh.self())) {
        continue;
      }
      Peer peer = mesh.isValid(key) ? mesh.peerOrNew(key) : mesh.peer(key);
      if (peer == null) {
        outbox.forget(key);
        continue;
      }
      changed |= setUp(peer, actions, fresh || touched.isSeen(key), now);
    }
    touched.done(turn, fresh);
    return changed;
  }

  private boolean setUp(Peer peer, List<Action> actions, boolean fresh, long now) {
    if (peer.bootId() == null && mesh.isBasic(peer.key())) {
      peer.path().setAnswers(Answers.WIREGUARD_ONLY, now);
    }
    PeerSetup.Decision decision = setup.decide(peer, fresh, now);
    if (decision.change().isPresent()) {
      if (peer.state() == null) {
        peer.setAddedHere();
      }
      if (decision.anew()) {
        changes.configure(PeerChange.remove(peer.key()), actions);
      }
      changes.configure(presharedKeys.withKey(decision.change().get(), now), actions);
    }
    peer.notePathNeeded(setup.isLastResort(peer, now), now);
    outbox.reconsider(peer, decision.calling(), now);
    if (mesh.isRouter(peer.key())) {
      paths.consider(peer, now);
    }
    if (decision.calling()) {
      calling(peer, decision, now);
      if (setup.isToBeAsked(peer, now)) {
        paths.askToCall(peer, now);
      }
      // Whoever answers without an agent is seen on the device only.
      reads.at(now + Timing.ANSWER_NANOS);
    }
    if (peer.tries().isAwaitingRead()) {
      reads.beforeCalling(now);
    } else if (peer.tries().nextTryNanos() > now) {
      touched.planTry(peer.tries().nextTryNanos());
    }
    return decision.change().isPresent();
  }

  private static void calling(Peer peer, PeerSetup.Decision decision, long now) {
    PeerState state = peer.state();
    Endpoint set = state == null ? null : state.endpoint();
    Endpoint endpoint = decision.change().map(PeerChange::endpoint).orElse(set);
    if (endpoint != null) {
      peer.path().trying(endpoint, now);
    }
  }
}
