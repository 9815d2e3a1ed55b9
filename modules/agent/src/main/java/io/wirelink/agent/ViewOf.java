package io.wirelink.agent;

import io.wirelink.device.Cidr;
import io.wirelink.device.DeviceState;
import io.wirelink.device.PeerState;
import io.wirelink.device.PublicKey;
import io.wirelink.fact.BootId;
import io.wirelink.fact.Fact;
import io.wirelink.fact.Source;
import io.wirelink.fact.StoredFact;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Takes views of an agent.
 *
 * @param mesh what it knows
 * @param clock its time
 * @param started when it started
 * @param nats the NAT before this host
 * @param draining whether it asks others to go by other routers
 * @param membership what is done about who belongs to the mesh
 */
record ViewOf(
    Mesh mesh, AgentClock clock, Time started, Nats nats, boolean draining, Membership membership) {

  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  /** The view at this moment; the clock says how much later than the last step that is. */
  AgentView at(Time time, Counters counters) {
    long now = clock.nowNanos() + Math.max(0, time.monotonicNanos() - clock.monotonicNanos());
    Map<PublicKey, String> names = new HashMap<>();
    List<AgentView.KnownFact> facts = new ArrayList<>();
    for (StoredFact stored : mesh.store().all()) {
      addFact(stored.fact(), stored.source(), stored.expiresNanos(now), now, facts);
    }
    List<AgentView.KnownPeer> peers = new ArrayList<>();
    for (Peer peer : mesh.peers()) {
      BootId bootId = peer.bootId();
      if (bootId != null) {
        Fact alive = Fact.alive(peer.key(), bootId);
        addFact(alive, new Source.Peer(peer.key()), peer.agent().aliveUntilNanos(), now, facts);
      }
      if (peer.state() != null) {
        peers.add(viewOf(peer, peer.state(), now));
      }
      addName(peer.key(), names);
    }
    mesh.store().subjects().forEach(subject -> addName(subject, names));
    Comparator<PublicKey> byName = byName(names);
    facts.sort(
        Comparator.comparing((AgentView.KnownFact known) -> known.fact().subject(), byName)
            .thenComparing(known -> known.fact().attribute())
            .thenComparing(known -> known.fact().value().toString()));
    peers.sort(Comparator.comparing(AgentView.KnownPeer::key, byName));
    DeviceState device = mesh.device();
    return new AgentView(
        device == null ? "" : device.name(),
        mesh.self(),
        mesh.isSelfRouter(),
        roleReason(),
        draining,
        started.wall(),
        time.wall(),
        names,
        facts,
        peers,
        counters,
        mesh.portMappings().at(time, mesh.config()),
        nats.at(now, clock::wallAt),
        mesh.removedKeys().count(),
        membership.joining().counts(),
        membership.rotations().views());
  }

  private static Comparator<PublicKey> byName(Map<PublicKey, String> names) {
    return Comparator.comparing((PublicKey key) -> !names.containsKey(key))
        .thenComparing(key -> names.getOrDefault(key, ""))
        .thenComparing(Comparator.naturalOrder());
  }

  private AgentView.RoleReason roleReason() {
    if (mesh.config().router() != null) {
      return AgentView.RoleReason.CONFIGURED;
    }
    return mesh.isSelfRouter()
        ? AgentView.RoleReason.NO_PEER_IS_ROUTER
        : AgentView.RoleReason.PEER_IS_ROUTER;
  }

  private void addFact(
      Fact fact, Source source, long expiresNanos, long now, List<AgentView.KnownFact> facts) {
    long left = expiresNanos - now;
    if (left > 0) {
      facts.add(
          new AgentView.KnownFact(
              fact, source, clock.wallAt(expiresNanos), left / NANOS_PER_SECOND));
    }
  }

  private void addName(PublicKey key, Map<PublicKey, String> names) {
    String name = mesh.nameOf(key);
    if (!name.equals(key.toString())) {
      names.put(key, name);
    }
  }

  private AgentView.KnownPeer viewOf(Peer peer, PeerState state, long now) {
    AgentView.Path path = pathTo(peer, state);
    return new AgentView.KnownPeer(
        peer.key(),
        path,
        path == AgentView.Path.ROUTED ? mesh.routers().routerTo(peer) : null,
        Roles.isRouter(state),
        peer.isHealthy(),
        peer.isAlive(now),
        mesh.isBasic(peer.key()),
        state.endpoint(),
        state.lastHandshake(),
        peer.isHealthy() ? peer.roundTrip().current(now) : null,
        state.receivedBytes(),
        state.sentBytes(),
        mesh.trust().levelOf(peer.key()),
        state.allowedIps(),
        peer.isDraining(),
        peer.directPath(mesh.tunnelMtu(), now, clock::wallAt),
        membership.keys().viewOf(state));
  }

  private AgentView.Path pathTo(Peer peer, PeerState state) {
    boolean routes = state.allowedIps().stream().map(Cidr::address).anyMatch(a -> !a.isLinkLocal());
    if (peer.isHealthy() && routes) {
      return AgentView.Path.DIRECT;
    }
    boolean routed = !routes && mesh.routers().hasHealthyRouterBeside(peer);
    return routed ? AgentView.Path.ROUTED : AgentView.Path.DOWN;
  }
}
