package io.wirelink.simulation;

import io.wirelink.agent.Action;
import io.wirelink.agent.Time;
import io.wirelink.device.Cidr;
import io.wirelink.device.PeerChange;
import io.wirelink.device.PeerState;
import io.wirelink.device.PublicKey;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * Watches that nothing is moved that works: where both ends hear each other and nothing happened to
 * either for a while, no agent may set another endpoint, or take networks away.
 */
final class Guard implements Observer {

  /** How long what was disturbed may be put in order. */
  private static final long QUIET_NANOS = 110 * Times.SECOND;

  /** Who was heard so recently is there. */
  private static final long HEARD_NANOS = 1500 * Times.MILLISECOND;

  private final Mesh mesh;
  private final Map<Host, Long> disturbedNanos = new HashMap<>();

  private final Consumer<String> complaints;

  Guard(Mesh mesh, Consumer<String> complaints) {
    this.mesh = mesh;
    this.complaints = complaints;
  }

  /** Takes note that something happens to hosts. */
  void disturbed(Collection<Host> hosts) {
    disturbed(hosts, Duration.ZERO);
  }

  /** The same, after which paths between them are not trusted for so long. */
  void disturbed(Collection<Host> hosts, Duration distrusted) {
    long until = mesh.simulation().nowNanos() + distrusted.toNanos();
    hosts.forEach(host -> disturbedNanos.merge(host, until, Math::max));
  }

  @Override
  public void acted(Host host, Time now, Action action) {
    if (action instanceof Action.Configure(PeerChange change)) {
      for (PeerState state : host.wireGuard().read().peers().values()) {
        boolean moved =
            state.publicKey().equals(change.publicKey())
                ? change.remove() || movesEndpoint(change, state) || takes(change, state)
                : takesFromAnother(change, state);
        if (moved && works(host, mesh.host(mesh.nameOf(state.publicKey())))) {
          complaints.accept(
              host
                  + " moves what works, its path to "
                  + mesh.nameOf(state.publicKey())
                  + ": "
                  + change);
        }
      }
    }
  }

  private boolean works(Host host, Host peer) {
    return isQuiet(host) && isQuiet(peer) && hears(host, peer) && hears(peer, host);
  }

  private boolean isQuiet(Host host) {
    Long disturbed = disturbedNanos.get(host);
    return disturbed == null || mesh.simulation().nowNanos() - disturbed > QUIET_NANOS;
  }

  private static boolean hears(Host host, Host peer) {
    OptionalLong ago = host.wireGuard().heardAgoNanos(peer.publicKey());
    return ago.isPresent() && ago.getAsLong() <= HEARD_NANOS;
  }

  private static boolean movesEndpoint(PeerChange change, PeerState state) {
    return change.endpoint() != null && !change.endpoint().equals(state.endpoint());
  }

  /**
   * Whether networks are taken away that are not within others that stay. By which router a leaf is
   * reached is not for a path to decide.
   */
  private boolean takes(PeerChange change, PeerState state) {
    return change.replaceAllowedIps()
        && state.allowedIps().stream()
            .filter(cidr -> !cidr.address().isLinkLocal())
            .filter(cidr -> !isDetour(state, cidr))
            .anyMatch(cidr -> change.allowedIps().stream().noneMatch(kept -> holds(kept, cidr)));
  }

  /**
   * Whether a network of this peer is given to another one, and not to the router that all prefer
   * to this one.
   */
  private boolean takesFromAnother(PeerChange change, PeerState state) {
    boolean toPreferred =
        isRouter(change.publicKey())
            && isRouter(state.publicKey())
            && change.publicKey().compareTo(state.publicKey()) < 0;
    return !toPreferred
        && change.allowedIps().stream()
            .filter(cidr -> !isDetour(state, cidr))
            .anyMatch(state.allowedIps()::contains);
  }

  /** Whether the address of a leaf is routed to a router. */
  private boolean isDetour(PeerState state, Cidr cidr) {
    return isRouter(state.publicKey()) && isLeaf(cidr);
  }

  private boolean isLeaf(Cidr cidr) {
    return mesh.hosts().stream()
        .anyMatch(host -> Cidr.host(host.tunnelAddress()).equals(cidr) && !mesh.isRouter(host));
  }

  private boolean isRouter(PublicKey key) {
    return mesh.isRouter(mesh.host(mesh.nameOf(key)));
  }

  private static boolean holds(Cidr kept, Cidr cidr) {
    return kept.prefixLength() <= cidr.prefixLength() && kept.contains(cidr.address());
  }
}
