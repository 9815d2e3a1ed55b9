package io.wirelink.agent;

import io.wirelink.device.Cidr;
import io.wirelink.device.Endpoint;
import io.wirelink.device.IpAddress;
import io.wirelink.device.PublicKey;
import io.wirelink.fact.BootId;
import io.wirelink.fact.Fact;
import io.wirelink.fact.FactStore;
import io.wirelink.fact.FactValue;
import io.wirelink.fact.MalformedFactException;
import io.wirelink.fact.NatBehavior;
import io.wirelink.fact.Source;
import io.wirelink.fact.Standing;
import io.wirelink.fact.StoredFact;
import io.wirelink.fact.TimedFact;
import io.wirelink.gossip.Contents;
import io.wirelink.gossip.Gossip;
import io.wirelink.gossip.Opened;
import io.wirelink.gossip.PathMessage;
import io.wirelink.gossip.Renewal;
import io.wirelink.gossip.Sealer;
import io.wirelink.gossip.Stamps;
import io.wirelink.path.Traffic;
import io.wirelink.trust.TrustLevel;
import io.wirelink.trust.TrustModel;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes in packets: authenticates, decodes, judges, believes (docs/protocol.md, "What is
 * believed").
 */
final class Reception {

  private static final Logger log = LoggerFactory.getLogger(Reception.class);
  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  private final Mesh mesh;
  private final Gossip gossip;
  private final Sealer sealer;
  private final Rejections rejections;
  private final Notices notices;
  private final Sightings sightings;
  private final PathExchange paths;
  private final Membership membership;
  private final int understood;
  private long packets;
  private long bytes;
  private long onWire;

  Reception(
      Mesh mesh,
      Gossip gossip,
      Sealer sealer,
      Rejections rejections,
      Nats nats,
      PathExchange paths,
      Membership membership,
      int capabilities,
      Notices notices) {
    this.understood = capabilities | Outbox.DRAINING | Outbox.ROUTER;
    this.paths = paths;
    this.membership = membership;
    this.sightings = nats.sightings();
    this.mesh = mesh;
    this.gossip = gossip;
    this.sealer = sealer;
    this.rejections = rejections;
    this.notices = notices;
  }

  /** How many packets were accepted. */
  long packets() {
    return packets;
  }

  /** How many bytes were in them. */
  long bytes() {
    return bytes;
  }

  /** How many bytes the packets took in WireGuard's own messages. */
  long bytesOnWire() {
    return onWire;
  }

  /** What a packet says of its sender, apart from the facts that are believed because of it. */
  enum Heard {
    /** Nothing that was not so before. */
    AS_BEFORE,
    /** Something; or the packet was not accepted. */
    SOMETHING,
    /** That the device has news of the peer: it came by a handshake that is not known yet. */
    NEW_HANDSHAKE
  }

  /** Takes in a packet. */
  Heard receive(IpAddress source, byte[] packet, long nowNanos) {
    // WireGuard lets a peer use the addresses in its AllowedIPs only, so that the address proves
    // the sender. Everything else is dropped before it costs any cryptography.
    Peer peer = mesh.devicePeerAt(source);
    if (peer == null) {
      reject(RejectionRule.FOREIGN_ADDRESS, source, null, () -> packet.length + " bytes", nowNanos);
      return Heard.SOMETHING;
    }
    switch (sealer.open(packet, peer.key()::equals)) {
      case Opened.Rejected rejected ->
          reject(
              RejectionRule.NOT_AUTHENTIC,
              source,
              null,
              () -> rejected.reason().toString(),
              nowNanos);
      case Opened.Accepted accepted -> {
        try {
          return accept(peer, packet.length, accepted.inner(), nowNanos);
        } catch (MalformedFactException e) {
          reject(
              RejectionRule.MALFORMED,
              source,
              null,
              () -> String.valueOf(e.getMessage()),
              nowNanos);
        }
      }
    }
    return Heard.SOMETHING;
  }

  private Heard accept(Peer peer, int length, byte[] inner, long nowNanos)
      throws MalformedFactException {
    Optional<PathMessage> message = PathMessage.in(inner);
    Optional<Membership.Word> word = membership.word(inner);
    boolean special = message.isPresent() || word.isPresent();
    Contents contents = special ? Contents.NONE : Contents.in(peer.key(), inner);
    packets++;
    bytes += length;
    onWire += Traffic.wireBytes(length);
    boolean healthy = peer.isHealthy();
    boolean steady = peer.isSteady(nowNanos);
    BootId bootId = peer.bootId();
    NatBehavior nat = peer.agent().nat(nowNanos);
    peer.heard(length, nowNanos);
    message.ifPresent(each -> paths.receive(peer, each, nowNanos));
    word.ifPresent(each -> each.take(peer, nowNanos));
    believe(peer, contents, nowNanos);
    Optional<Stamps> stamps = contents.stamps();
    if (stamps.isPresent() && peer.roundTrip().heard(stamps.get(), nowNanos)) {
      gossip.urgeAlive(peer.key(), nowNanos);
    }
    boolean asked = message.orElse(null) instanceof PathMessage.Probe;
    boolean shown = (asked || stamps.isPresent()) && peer.agent().showsHearing();
    boolean same =
        steady
            && !special
            && !shown
            && Objects.equals(bootId, peer.bootId())
            && nat.equals(peer.agent().nat(nowNanos));
    return !healthy ? Heard.NEW_HANDSHAKE : same ? Heard.AS_BEFORE : Heard.SOMETHING;
  }

  private void believe(Peer peer, Contents contents, long nowNanos) {
    List<TimedFact> facts = contents.facts();
    // Whether the sender has started anew must be known before what it says counts as known by it.
    for (TimedFact timed : facts) {
      if (timed.fact().value() instanceof FactValue.Alive(var bootId)
          && timed.fact().subject().equals(peer.key())) {
        alive(peer, bootId, timed, nowNanos);
      }
    }
    TrustLevel level = mesh.trust().levelOf(peer.key());
    for (TimedFact timed : facts) {
      if (contents.compact() && timed.ttlSeconds() == Renewal.TAKEN_BACK_SECONDS) {
        mesh.store().takeBack(timed.fact(), new Source.Peer(peer.key()));
        noteKept(peer, timed, nowNanos);
      } else if (!(timed.fact().value() instanceof FactValue.Alive)) {
        believe(peer, level, timed, nowNanos);
        if (contents.compact()) {
          noteKept(peer, timed, nowNanos);
        }
      }
    }
    // What it renews it says again, and is judged by that as if it had.
    for (Renewal renewal : contents.renewals()) {
      for (Fact fact : gossip.renewal(peer.key(), renewal, nowNanos)) {
        believe(peer, level, new TimedFact(fact, renewal.ttlSeconds()), nowNanos);
      }
    }
  }

  private void noteKept(Peer sender, TimedFact timed, long nowNanos) {
    boolean kept =
        timed.ttlSeconds() >= Renewal.MIN_KEPT_SECONDS
            && !timed.fact().subject().equals(mesh.self());
    Optional<StoredFact> held = mesh.store().find(timed.fact());
    gossip.kept(sender.key(), timed.fact(), held, kept, nowNanos);
  }

  private void alive(Peer peer, BootId bootId, TimedFact timed, long nowNanos) {
    boolean wasAlive = peer.isAlive(nowNanos);
    // What this agent does not understand itself it does not count on.
    BootId shared = bootId.withCapabilities(bootId.capabilities() & understood);
    boolean isNew = peer.alive(shared, expiry(timed, nowNanos), nowNanos);
    mesh.routers().note(peer);
    if (isNew) {
      log.debug("{} has a new boot id", mesh.nameOf(peer.key()));
    }
    if (peer.agent().takeIgnorance(nowNanos)) {
      gossip.knowsNothing(peer.key(), nowNanos);
    }
    if (!mesh.isRouter(peer.key())) {
      sightings.stillThere(peer.key(), expiry(timed, nowNanos), nowNanos);
    }
    notices.alive(timed.fact(), isNew || !wasAlive, timed.ttlSeconds());
  }

  private void believe(Peer peer, TrustLevel level, TimedFact timed, long nowNanos) {
    Fact fact = timed.fact();
    PublicKey sender = peer.key();
    if (level.atLeast(TrustLevel.ENDPOINT)
        && fact.subject().equals(mesh.self())
        && fact.value() instanceof FactValue.AtEndpoint(Endpoint endpoint)) {
      sightings.seen(sender, endpoint, expiry(timed, nowNanos), nowNanos);
    } else if (level.atLeast(TrustLevel.ENDPOINT)
        && fact.subject().equals(sender)
        && fact.value() instanceof FactValue.Membership(var metadata)
        && metadata.isOfNatAlone()) {
      // Somebody speaks of the NAT before itself, which makes nobody a member.
      peer.agent().natSaid(metadata.nat(), expiry(timed, nowNanos), nowNanos);
    } else if (mesh.isRemoved(fact.subject())) {
      reject(RejectionRule.REMOVED, peer, timed, nowNanos);
    } else if (!TrustModel.accepts(level, fact, mesh::isKnown)) {
      reject(RejectionRule.NOT_TRUSTED, peer, timed, nowNanos);
    } else if (fact.value() instanceof FactValue.AtEndpoint(Endpoint endpoint)
        && mesh.networks().isInTunnel(endpoint.address())) {
      reject(RejectionRule.IN_TUNNEL, peer, timed, nowNanos);
    } else if (fact.value() instanceof FactValue.AllowedCidr(Cidr cidr)
        && cidr.address().isLinkLocal()) {
      reject(RejectionRule.LINK_LOCAL, peer, timed, nowNanos);
    } else {
      long expires = expiry(timed, nowNanos);
      Standing standing = mesh.trust().standingOf(sender, fact);
      FactStore.Outcome outcome =
          mesh.store().offer(fact, new Source.Peer(sender), standing, expires, nowNanos);
      if (outcome == FactStore.Outcome.NO_ROOM) {
        reject(RejectionRule.NO_ROOM, peer, timed, nowNanos);
      }
    }
    // What the sender says it knows, whether it is believed or not.
    mesh.store()
        .find(fact)
        .ifPresent(stored -> gossip.heard(sender, stored, expiry(timed, nowNanos), nowNanos));
  }

  /** Until when the fact is believed: nobody's word lasts longer than this host's own. */
  private static long expiry(TimedFact timed, long nowNanos) {
    return nowNanos + Math.min(timed.ttlSeconds() * NANOS_PER_SECOND, Timing.FACT_TTL_NANOS);
  }

  private String describe(Fact fact) {
    return fact.attribute() + " of " + mesh.nameOf(fact.subject()) + ": " + fact.value();
  }

  private void reject(RejectionRule rule, Peer sender, TimedFact timed, long nowNanos) {
    Fact fact = timed.fact();
    TrustLevel has = mesh.trust().levelOf(sender.key());
    TrustLevel needs = TrustLevel.needed(fact.attribute(), mesh.isKnown(fact.subject()));
    rejections.remember(
        new Rejections.Word(fact, sender.key(), rule),
        has,
        needs,
        expiry(timed, nowNanos),
        nowNanos);
    reject(rule, sender.linkLocal(), fact, () -> describe(fact), nowNanos);
  }

  private void reject(
      RejectionRule rule,
      IpAddress source,
      @Nullable Fact fact,
      Supplier<String> detail,
      long nowNanos) {
    Peer peer = mesh.devicePeerAt(source);
    String name = peer == null ? source.toString() : mesh.nameOf(peer.key());
    rejections.count(rule, source, name, detail, nowNanos);
    notices.rejected(rule, peer == null ? null : peer.key(), name, fact, detail);
  }
}
