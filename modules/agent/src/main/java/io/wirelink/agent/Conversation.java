package io.wirelink.agent;

import io.wirelink.device.Endpoint;
import io.wirelink.device.PeerState;
import io.wirelink.device.PresharedKeyPrint;
import io.wirelink.fact.CompactCodec;
import io.wirelink.fact.FactValue;
import io.wirelink.fact.NatBehavior;
import io.wirelink.fact.StoredFact;
import io.wirelink.gossip.Pace;
import io.wirelink.gossip.PathMessage;
import io.wirelink.gossip.Renewal;
import io.wirelink.gossip.SendLevel;
import io.wirelink.gossip.Stamps;
import io.wirelink.gossip.Understanding;
import io.wirelink.path.PathState;
import io.wirelink.trust.TrustLevel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How this host speaks to a peer: how much it says, in which form, and how often (docs/protocol.md,
 * "What is sent, to whom").
 *
 * @param mesh what the agent knows
 * @param nats what NATs there are
 */
record Conversation(Mesh mesh, Nats nats) {

  private static final long REST_NANOS = Duration.ofSeconds(Timing.REST_SECONDS).toNanos();

  /** For how long a path counts as in use after its last traffic. */
  private static final long IN_USE_NANOS = Duration.ofHours(1).toNanos();

  /** Longer than any packet takes. */
  private static final long LAG_NANOS = Duration.ofSeconds(1).toNanos();

  /**
   * How much a peer is told.
   *
   * @param calling whether an endpoint of it is tried, so that it is sent something at once
   */
  SendLevel level(Peer peer, boolean calling) {
    PeerState state = peer.state();
    boolean nowhere = state == null || state.endpoint() == null || peer.tries().isApart();
    if (!calling && nowhere) {
      return SendLevel.NOTHING;
    }
    PeerConfig config = LocalFacts.configOf(mesh.config(), peer.key());
    TrustLevel trust = config.trust();
    boolean special =
        mesh.isRouter(peer.key())
            || config.factExchanger()
            || (trust != null && trust.atLeast(TrustLevel.ALLOWED_IPS));
    boolean talkative = mesh.isSelfRouter() || mesh.config().chatty();
    return special || (talkative && peer.isHealthy()) ? SendLevel.FACTS : SendLevel.ALIVE;
  }

  /** What it understands beyond the protocol of all. */
  Understanding understanding(Peer peer) {
    return new Understanding(
        peer.understands(Sightings.CAPABILITY),
        peer.understands(CompactCodec.CAPABILITY),
        peer.understands(CompactCodec.CAPABILITY) && peer.understands(Renewal.CAPABILITY),
        peer.understands(Nats.CAPABILITY));
  }

  /**
   * How often it hears that this host is alive. Soon again, until it has shown that it did: the
   * first word is the one that gets lost, and without it the path is of no use to the peer. Then
   * more seldom than usual where two leaves know that the path between them is good, and would
   * notice if it were not; unless a NAT before this host forgets it meanwhile.
   *
   * @param level how much it is told
   */
  Pace pace(Peer peer, SendLevel level, long nowNanos) {
    if (peer.isHealthy() && peer.understands(PathMessage.PROBES) && !peer.agent().hasHeard()) {
      return Pace.unheardSince(peer.agent().sinceNanos());
    }
    boolean rests =
        level == SendLevel.ALIVE
            && !mesh.isSelfRouter()
            && peer.pathState() instanceof PathState.Up
            && peer.understands(Stamps.CAPABILITY)
            && peer.understands(PathMessage.PROBES)
            && peer.understands(PathMessage.PASSING)
            && !peer.agent().wasRouter()
            && !mesh.routers().leads(peer)
            && (isWithoutNat(peer) || !isToBeKeptOpen(peer, nowNanos));
    if (rests) {
      return new Pace(REST_NANOS + lagNanos(peer), peer.session().rekeyNanos());
    }
    PeerState state = peer.state();
    boolean keyed = state != null && state.presharedKey().kind() == PresharedKeyPrint.Kind.AGREED;
    // Both sides wait for the next handshake with what they have agreed on.
    return keyed ? new Pace(0, peer.session().rekeyNanos()) : Pace.USUAL;
  }

  /**
   * Whether a NAT before this host would forget the peer; or may do so, and the path is in use, so
   * that it would show; or has just forgotten all, so that each peer is to hear from where it is
   * called now.
   */
  private boolean isToBeKeptOpen(Peer peer, long nowNanos) {
    MappingLife life = nats.life();
    boolean isShort = peer.session().rest().isShort(nowNanos) || life.shorterThan() != null;
    return isShort
        || (!life.isKnown() && peer.session().isUsed(IN_USE_NANOS, nowNanos))
        || nats.isMoved(nowNanos);
  }

  /**
   * How much later than the peer this host is to speak, so that it learns whether it is heard after
   * a pause: who speaks first does not. Where both were first, since what they said has crossed,
   * the one with the greater key is later by more.
   */
  private long lagNanos(Peer peer) {
    if (nats.life().isKnown() || !peer.session().rest().wasFirst() || isWithoutNat(peer)) {
      return 0;
    }
    return mesh.self().compareTo(peer.key()) > 0 ? 2 * LAG_NANOS : LAG_NANOS;
  }

  /** Whether nothing translates what goes from one to the other, as far as is known. */
  private boolean isWithoutNat(Peer peer) {
    PeerState state = peer.state();
    Endpoint endpoint = state == null ? null : state.endpoint();
    return endpoint != null
        && (mesh.networks().isOnLink(endpoint.address())
            || (nats.own().mapping() == NatBehavior.Mapping.NONE && letsEverybodyIn(peer)));
  }

  private boolean letsEverybodyIn(Peer peer) {
    List<Endpoint> known = new ArrayList<>();
    for (StoredFact stored : mesh.store().about(peer.key())) {
      if (stored.fact().value() instanceof FactValue.AtEndpoint(Endpoint endpoint)) {
        known.add(endpoint);
      }
    }
    return CallOrder.of(known, nats.ownPort()) == CallOrder.OPEN;
  }
}
