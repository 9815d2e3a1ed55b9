package io.wirelink.agent;

import io.wirelink.device.PublicKey;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees who decides on membership, and since when. What somebody said as a router who is none any
 * more is gone at once, as if the configuration trusted it less; and what somebody does not say who
 * has just come to decide means nothing before it had the time to.
 */
final class RoleChanges {

  private static final Logger log = LoggerFactory.getLogger(RoleChanges.class);

  private final Mesh mesh;
  private final Authority authority;
  private final Outbox outbox;
  private final Rejections rejections;
  private Set<PublicKey> deciding = Set.of();
  private long lookedNanos = Long.MIN_VALUE;

  RoleChanges(Mesh mesh, Authority authority, Outbox outbox, Rejections rejections) {
    this.mesh = mesh;
    this.authority = authority;
    this.outbox = outbox;
    this.rejections = rejections;
  }

  /** Whether the peer decides on membership. */
  boolean decides(Peer peer) {
    return authority.decides(peer);
  }

  /** Looks whether that has changed, unless that was done within a round of the housekeeping. */
  void lookNowAndThen(long now) {
    if (now - Timing.HOUSEKEEPING_NANOS >= lookedNanos) {
      look(now);
    }
  }

  /** Looks whether that has changed: a pass over all peers. */
  void look(long now) {
    lookedNanos = now;
    Set<PublicKey> before = deciding;
    deciding = authority.deciding();
    if (deciding.equals(before)) {
      return;
    }
    for (PublicKey key : deciding) {
      Peer peer = mesh.peer(key);
      if (!before.contains(key) && peer != null) {
        peer.agent().missedSomething();
        peer.track(now);
      }
    }
    if (!deciding.containsAll(before) && mesh.judgeAgain()) {
      before.stream()
          .filter(key -> !deciding.contains(key))
          .forEach(key -> log.info("What {} said as a router counts no more", mesh.nameOf(key)));
      // Others who are believed may say the same, and were not asked to.
      rejections.forgetRemembered();
      outbox.newBootId(now);
    }
  }
}
