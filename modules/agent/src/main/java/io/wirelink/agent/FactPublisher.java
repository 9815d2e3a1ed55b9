package io.wirelink.agent;

import io.wirelink.device.DeviceState;
import io.wirelink.device.PeerState;
import io.wirelink.device.PublicKey;
import io.wirelink.fact.Fact;
import io.wirelink.fact.FactChange;
import io.wirelink.fact.NatBehavior;
import io.wirelink.gossip.Gossip;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asserts what this host knows by itself (docs/protocol.md, "Local facts"), and passes on what has
 * changed, whoever said it.
 */
record FactPublisher(
    Mesh mesh,
    Outbox outbox,
    Notices notices,
    MemberHistory members,
    MeshMemory memory,
    Nats nats) {

  private static final Logger log = LoggerFactory.getLogger(FactPublisher.class);

  /**
   * Asserts and passes on what there is.
   *
   * @param touched who is concerned; those whom a change is about are added
   */
  void publish(Touched touched, long nowNanos) {
    DeviceState device = mesh.device();
    if (device == null) {
      return;
    }
    if (nats.isNews(nowNanos)) {
      touched.add(mesh.self());
    }
    for (PublicKey key : touched.turn()) {
      assertLocal(key, device, nowNanos);
    }
    boolean lostSomething = false;
    for (FactChange change : mesh.store().takeChanges()) {
      mesh.peerNetworks().noteNetworks(change);
      outbox.changed(change, nowNanos);
      notices.changed(change, nowNanos);
      members.changed(change, nowNanos);
      memory.changed(change, nowNanos);
      PublicKey subject = change.stored().fact().subject();
      touched.add(subject);
      if (change instanceof FactChange.Removed(var stored, var source, var cause)
          && !stored.fact().attribute().isEndpoint()
          && !isMemberStill(stored.fact())) {
        if (cause == FactChange.Cause.EXPIRED) {
          log.info("Nobody says any more: {} of {}", stored.fact().value(), mesh.nameOf(subject));
        }
        lostSomething |= cause == FactChange.Cause.EXPIRED || cause == FactChange.Cause.DISBELIEVED;
      }
    }
    if (lostSomething) {
      outbox.newBootId(nowNanos);
    }
  }

  /** Whether somebody says otherwise of a member what was said of it: nothing is lost then. */
  private boolean isMemberStill(Fact fact) {
    return fact.attribute().isMembership()
        && mesh.store().about(fact.subject()).stream()
            .anyMatch(stored -> stored.fact().attribute().isMembership());
  }

  /** Tells who listens that a peer has not said in time that it is alive. */
  void noticeIfLapsed(Peer peer, long nowNanos) {
    if (peer.bootId() != null && peer.agent().noteIfLapsed(nowNanos)) {
      notices.expired(Fact.alive(peer.key(), peer.bootId()));
    }
  }

  private void assertLocal(PublicKey key, DeviceState device, long nowNanos) {
    if (mesh.isRemoved(key)) {
      // The device may have it for a moment still.
      mesh.store().assertLocal(key, Set.of());
      return;
    }
    LocalFacts local = mesh.localFacts();
    if (key.equals(mesh.self())) {
      nats.look(nowNanos);
      mesh.store()
          .assertLocal(
              key,
              local.aboutSelf(
                  key,
                  device,
                  mesh.interfaces(),
                  mesh.portMappings().toTell(),
                  nats.own(),
                  mesh.routers().any()));
      return;
    }
    Peer peer = mesh.isConfigured(key) ? mesh.peerOrNew(key) : mesh.peer(key);
    PeerState state = peer == null ? null : peer.state();
    boolean healthy = peer != null && peer.isHealthy();
    mesh.store()
        .assertLocal(
            key,
            local.aboutPeer(
                key,
                state,
                healthy,
                mesh.mayTell(key, nowNanos),
                mesh.endpoints().configured(key, mesh.config()),
                peer == null ? NatBehavior.UNKNOWN : peer.agent().nat(nowNanos)));
  }

  /** Decides what is to be said to whom and when. */
  static Gossip gossip(PublicKey self, long salt) {
    return new Gossip(
        self, Timing.FACT_TTL_SECONDS, Timing.ALIVE_SECONDS, Timing.HOUSEKEEPING_SECONDS, salt);
  }
}
