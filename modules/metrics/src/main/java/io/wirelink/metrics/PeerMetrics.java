package io.wirelink.metrics;

import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.Unit;
import io.wirelink.agent.AgentView;
import io.wirelink.agent.AgentView.KnownPeer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What is known of each peer, labelled with its name and key. */
final class PeerMetrics {

  /** Peers that a page tells of, the first by name: all of them make some 2 MB. */
  static final int MAX_PEERS = 2000;

  private final Families families;
  private final List<Labelled> peers = new ArrayList<>();

  /** A peer with the labels of its metrics, which are made once. */
  private record Labelled(Labels labels, KnownPeer peer) {}

  private PeerMetrics(AgentView view, Families families) {
    this.families = families;
    view.peers().stream()
        .limit(MAX_PEERS)
        .map(
            peer ->
                new Labelled(
                    Labels.of("peer", view.nameOf(peer.key()), "public_key", peer.key().toString()),
                    peer))
        .forEach(peers::add);
  }

  static void add(AgentView view, Families families) {
    new PeerMetrics(view, families).addAll();
  }

  private void addAll() {
    gauges(
        "peer_up",
        "Whether there is a way to the peer, directly or by a router: 1 or 0.",
        peer -> peer.path() == AgentView.Path.DOWN ? 0 : 1);
    gauges(
        "peer_direct",
        "Whether traffic to the peer goes directly: 1 or 0.",
        peer -> peer.path() == AgentView.Path.DIRECT ? 1 : 0);
    gauges(
        "peer_last_handshake_timestamp_seconds",
        "When the last handshake with the peer was, in seconds since 1970; absent if there was"
            + " none.",
        peer ->
            peer.lastHandshake() == null
                ? null
                : MeshMetrics.seconds(peer.lastHandshake().toEpochMilli()));
    gauges(
        "peer_round_trip_seconds",
        "How long a packet to the peer's agent and back took last; absent if that is not known.",
        peer -> peer.roundTrip() == null ? null : Unit.nanosToSeconds(peer.roundTrip().toNanos()));
    gauges(
        "peer_probe_loss_ratio",
        "The share of the last probes of the direct path, up to 32, that was lost; absent if there"
            + " were none.",
        peer ->
            peer.direct().probes() == 0
                ? null
                : (double) peer.direct().lost() / peer.direct().probes());
    counters("peer_received_bytes", "Bytes received from the peer.", KnownPeer::receivedBytes);
    counters("peer_sent_bytes", "Bytes sent to the peer.", KnownPeer::sentBytes);
  }

  private void gauges(String name, String help, Function<KnownPeer, @Nullable Number> value) {
    families.gauges(
        name,
        help,
        values -> {
          for (Labelled each : peers) {
            Number known = value.apply(each.peer());
            if (known != null) {
              values.add(each.labels(), known);
            }
          }
        });
  }

  private void counters(String name, String help, Function<KnownPeer, Number> value) {
    families.counters(
        name,
        help,
        values -> peers.forEach(each -> values.add(each.labels(), value.apply(each.peer()))));
  }
}
