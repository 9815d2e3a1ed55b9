package io.wirelink.metrics;

import io.prometheus.metrics.model.snapshots.Labels;
import io.wirelink.agent.AgentView;
import io.wirelink.agent.AgentView.KnownPeer;
import io.wirelink.agent.Counters;
import io.wirelink.agent.InvitationCounts;
import io.wirelink.agent.RejectionRule;
import io.wirelink.agent.RotationView;
import io.wirelink.agent.RotationsView;
import io.wirelink.device.PresharedKeyPrint;
import io.wirelink.device.PublicKey;
import io.wirelink.fact.Attribute;
import io.wirelink.fact.Source;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What an agent knows and did, in numbers that are as many whatever the mesh. */
final class MeshMetrics {

  /** Who may say a fact, by kind: a series for each source would be one for each host. */
  private enum SourceKind {
    LOCAL,
    MEMORY,
    ROUTER,
    PEER
  }

  private MeshMetrics() {}

  static void add(Build build, AgentView view, Families families) {
    addIdentity(build, view, families);
    addFacts(view, families);
    addPeers(view, families);
    addCounters(view.counters(), families);
  }

  private static void addIdentity(Build build, AgentView view, Families families) {
    families.info(
        "build",
        "The program; always 1.",
        new TreeMap<>(
            Map.of(
                "version", build.version(),
                "commit", build.commit(),
                "java", Runtime.version().toString())));
    families.info(
        "interface",
        "The WireGuard interface and this host's key and name in the mesh; always 1.",
        new TreeMap<>(
            Map.of(
                "interface", view.interfaceName(),
                "name", view.nameOf(view.self()),
                "public_key", view.self().toString())));
    families.gauge(
        "start_time_seconds",
        "When the agent started, in seconds since 1970.",
        seconds(view.startedAt().toEpochMilli()));
    families.gauge("router", "Whether this host is a router: 1 or 0.", view.router() ? 1 : 0);
  }

  private static void addFacts(AgentView view, Families families) {
    Set<PublicKey> routers =
        view.peers().stream()
            .filter(KnownPeer::router)
            .map(KnownPeer::key)
            .collect(Collectors.toSet());
    Map<Attribute, Map<SourceKind, Integer>> counts = new EnumMap<>(Attribute.class);
    for (AgentView.KnownFact known : view.facts()) {
      counts
          .computeIfAbsent(known.fact().attribute(), any -> new EnumMap<>(SourceKind.class))
          .merge(kindOf(known.source(), routers), 1, Integer::sum);
    }
    families.gauges(
        "facts",
        "Facts that are believed, by attribute and by who says them.",
        values -> {
          for (Attribute attribute : Attribute.values()) {
            Map<SourceKind, Integer> ofSources = counts.getOrDefault(attribute, Map.of());
            for (SourceKind kind : SourceKind.values()) {
              values.add(
                  Labels.of("attribute", camelCase(attribute), "source", lowerCase(kind)),
                  ofSources.getOrDefault(kind, 0));
            }
          }
        });
  }

  private static SourceKind kindOf(Source source, Set<PublicKey> routers) {
    return switch (source) {
      case Source.Local() -> SourceKind.LOCAL;
      case Source.Memory() -> SourceKind.MEMORY;
      case Source.Peer(PublicKey key) ->
          routers.contains(key) ? SourceKind.ROUTER : SourceKind.PEER;
    };
  }

  private static void addPeers(AgentView view, Families families) {
    families.gauges(
        "peers",
        "Peers of the interface, by how traffic to them goes: direct, routed (by a router), down.",
        values -> {
          for (AgentView.Path path : AgentView.Path.values()) {
            long peers = view.peers().stream().filter(peer -> peer.path() == path).count();
            values.add(Labels.of("state", lowerCase(path)), peers);
          }
        });
    families.gauge(
        "peers_alive",
        "Peers whose agent was heard within the time that it promised.",
        view.peers().stream().filter(KnownPeer::alive).count());
    families.gauges(
        "peers_preshared",
        "Peers of the interface, by their preshared key: agreed, by_hand, none.",
        values -> {
          for (PresharedKeyPrint.Kind kind : PresharedKeyPrint.Kind.values()) {
            long peers =
                view.peers().stream().filter(peer -> peer.presharedKey().kind() == kind).count();
            values.add(Labels.of("key", lowerCase(kind)), peers);
          }
        });
    families.gauge("removed_hosts", "Hosts that are removed from the mesh.", view.removed());
    addInvitations(view.invitations(), families);
    addRotations(view.rotations(), families);
  }

  private static void addInvitations(InvitationCounts invitations, Families families) {
    families.gauge(
        "invitations_open",
        "Invitations of this router by which somebody may come.",
        invitations.open());
    families.counters(
        "invitations",
        "What became of invitations: used, expired, or refused, as often as somebody with a line"
            + " was.",
        values -> {
          values.add(Labels.of("result", "used"), invitations.used());
          values.add(Labels.of("result", "expired"), invitations.expired());
          values.add(Labels.of("result", "refused"), invitations.refused());
        });
  }

  private static void addRotations(RotationsView rotations, Families families) {
    families.gauges(
        "rotations",
        "Hosts that take another key, and rotations that are over.",
        values -> {
          int own = rotations.own() == null ? 0 : 1;
          values.add(Labels.of("state", "own"), own);
          values.add(Labels.of("state", "announced"), rotations.open().size());
          values.add(Labels.of("state", "over"), rotations.over().size());
        });
    families.gauges(
        "rotation_peers",
        "Peers, by how far they are with the other key of this host, if one was made.",
        values -> {
          List<RotationView.Other> others =
              rotations.own() == null ? List.of() : rotations.own().others();
          for (RotationView.Standing standing : RotationView.Standing.values()) {
            long count = others.stream().filter(each -> each.standing() == standing).count();
            values.add(Labels.of("standing", lowerCase(standing)), count);
          }
        });
  }

  private static void addCounters(Counters counters, Families families) {
    families.counter(
        "packets_received",
        "Packets of other agents that were accepted.",
        counters.packetsReceived());
    families.counter("packets_sent", "Packets sent to other agents.", counters.packetsSent());
    families.counter(
        "packets_dropped",
        "Packets that came faster than the agent takes them in, and were dropped unread.",
        counters.packetsDropped());
    families.counter(
        "received_bytes",
        "Bytes in the packets of other agents that were accepted, without the headers of UDP and"
            + " below.",
        counters.bytesReceived());
    families.counter(
        "sent_bytes",
        "Bytes in the packets sent to other agents, without the headers of UDP and below.",
        counters.bytesSent());
    families.counter(
        "device_changes",
        "Changes of the WireGuard device that were asked for, failed ones included.",
        counters.deviceChanges());
    families.counter("probes_sent", "Probes of direct paths that were sent.", counters.probes());
    families.counter("echoes_received", "Answers to probes that came.", counters.echoes());
    families.counters(
        "rejections",
        "Packets and facts that were not accepted, by the rule that kept them out.",
        values ->
            Arrays.stream(RejectionRule.values())
                .forEach(
                    rule ->
                        values.add(
                            Labels.of("rule", lowerCase(rule)),
                            counters.rejections().getOrDefault(rule, 0L))));
  }

  /** A constant as a label is best written. */
  static String lowerCase(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  /** An attribute as docs/protocol.md and the control socket call it, such as EndpointV4. */
  private static String camelCase(Attribute attribute) {
    return Arrays.stream(attribute.name().split("_", -1))
        .map(word -> word.charAt(0) + word.substring(1).toLowerCase(Locale.ROOT))
        .collect(Collectors.joining());
  }

  /** Milliseconds as Prometheus counts time. */
  static double seconds(long millis) {
    return millis / 1e3;
  }
}
