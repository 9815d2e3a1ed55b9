package io.wirelink.agent;

import io.wirelink.device.PeerState;
import io.wirelink.path.PathBreak;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells what became of direct paths, once it is so: what the device was told to do counts only when
 * the device says that it is done.
 */
record PathLog(Mesh mesh, AgentListener listener) {

  private static final Logger log = LoggerFactory.getLogger(PathLog.class);

  /**
   * Compares what the device says of a peer with what it said before.
   *
   * @param first whether this is the first reading of the device: what is there already is no news
   */
  void read(Peer peer, boolean first, long nowNanos) {
    boolean before = peer.routes().takeBefore();
    boolean now = peer.routes().isAny();
    if (!before && !now) {
      return;
    }
    PathBreak broken = peer.pathState().broken();
    PeerState state = peer.state();
    if (now && peer.pathState().isFit()) {
      peer.setPathWorked(true);
    }
    if (!before && now && state != null && peer.isHealthy() && !first) {
      log.info("{} is reached directly now, at {}", mesh.nameOf(peer.key()), state.endpoint());
      listener.becameDirect(peer.key(), peer.noteDirect(nowNanos));
    } else if (before && !now && broken != null) {
      log.info(
          "{} cannot be reached directly any more ({}): its traffic goes by a router again",
          mesh.nameOf(peer.key()),
          broken.text());
      peer.history().lost(broken, nowNanos);
      listener.leftDirect(peer.key(), broken, nowNanos - peer.path().outageNanos());
      peer.setPathWorked(false);
    }
  }
}
