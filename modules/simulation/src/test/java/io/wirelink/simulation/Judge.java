package io.wirelink.simulation;

import io.wirelink.agent.Action;
import io.wirelink.agent.Time;
import io.wirelink.device.Endpoint;
import io.wirelink.device.PeerChange;
import io.wirelink.fact.Fact;
import io.wirelink.fact.FactValue;
import io.wirelink.fact.MalformedFactException;
import io.wirelink.fact.TimedFact;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Watches that no agent does what no agent may ever do, and counts what they send and change. */
final class Judge implements Observer {

  private static final int MAX_PACKET_LENGTH = 1212;

  /** A probe may fill the tunnel: its MTU, less the headers of IPv6 and UDP. */
  private static final int MAX_PROBE_LENGTH = InnerStack.DEFAULT_MTU - 48;

  private final Mesh mesh;
  private final Map<String, Integer> sent = new HashMap<>();
  private final Map<String, Integer> changes = new HashMap<>();
  private final Map<String, Integer> removals = new HashMap<>();

  private Judge(Mesh mesh) {
    this.mesh = mesh;
  }

  /** A judge who watches all agents of a mesh from now on. */
  static Judge of(Mesh mesh) {
    var judge = new Judge(mesh);
    mesh.observe(judge);
    return judge;
  }

  /** How many packets the agent of a host has sent since the last reset. */
  int sent(String host) {
    return sent.getOrDefault(host, 0);
  }

  /** How many changes the agent of a host has made to its device since the last reset. */
  int changes(String host) {
    return changes.getOrDefault(host, 0);
  }

  /** How many peers the agent of a host has removed since the last reset. */
  int removals(String host) {
    return removals.getOrDefault(host, 0);
  }

  void reset() {
    removals.clear();
    sent.clear();
    changes.clear();
  }

  @Override
  public void acted(Host host, Time now, Action action) {
    switch (action) {
      case Action.Send send -> judge(host, send);
      case Action.Configure configure -> judge(host, configure.change());
      case Action.ReadDevice read -> {}
      case Action.ReadCounters read -> {}
      case Action.ReadHost read -> {}
      case Action.Remember remember -> {}
      case Action.KeepInvitations keep -> {}
      case Action.KeepRemovals keep -> {}
      case Action.KeepRotations keep -> {}
      case Action.KeepPresharedKeys keep -> {}
      case Action.DropAddress drop -> {}
      case Action.Encapsulate asked -> {}
      case Action.ChangeKey change -> {}
      case Action.Resolve resolve -> {}
      case Action.MapPort map -> {}
    }
  }

  private void judge(Host host, Action.Send send) {
    sent.merge(host.name(), 1, Integer::sum);
    String to = mesh.nameOf(send.recipient());
    require(
        send.destination().equals(send.recipient().linkLocalAddress()),
        host + " sends what is for " + to + " to " + send.destination());
    require(
        send.packet().length
            <= (facts(send.packet()).isEmpty() ? MAX_PROBE_LENGTH : MAX_PACKET_LENGTH),
        host + " sends " + send.packet().length + " bytes in one packet");
    for (TimedFact timed : facts(send.packet())) {
      Fact fact = timed.fact();
      // All of them understand sightings: where the sender sees them.
      require(
          !fact.subject().equals(send.recipient())
              || fact.value() instanceof FactValue.Membership
              || fact.value() instanceof FactValue.AtEndpoint,
          host + " tells " + to + " about itself: " + fact);
      require(
          !(fact.value() instanceof FactValue.AtEndpoint(Endpoint endpoint))
              || !isInTunnel(endpoint),
          host + " tells an endpoint in the tunnel: " + fact);
    }
  }

  private static List<TimedFact> facts(byte[] packet) {
    try {
      return Gossiped.facts(packet);
    } catch (MalformedFactException e) {
      throw new IllegalStateException("an agent sends nonsense: " + e.getMessage());
    }
  }

  private void judge(Host host, PeerChange change) {
    changes.merge(host.name(), 1, Integer::sum);
    String peer = mesh.nameOf(change.publicKey());
    if (change.remove()) {
      removals.merge(host.name(), 1, Integer::sum);
    }
    require(
        change.endpoint() == null || !isInTunnel(change.endpoint()),
        host + " sets the endpoint of " + peer + " to one in the tunnel: " + change.endpoint());
    require(!change.publicKey().equals(host.publicKey()), host + " changes itself as its own peer");
    require(!change.remove() || !mesh.isRouter(host), host + ", a router, removes " + peer);
    require(
        !change.remove() || !mesh.isRouter(mesh.host(peer)), host + " removes the router " + peer);
  }

  private static boolean isInTunnel(Endpoint endpoint) {
    return HostPlan.TUNNEL.contains(endpoint.address()) || endpoint.address().isLinkLocal();
  }

  private static void require(boolean good, String otherwise) {
    if (!good) {
      throw new IllegalStateException(otherwise);
    }
  }
}
