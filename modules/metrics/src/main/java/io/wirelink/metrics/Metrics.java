package io.wirelink.metrics;

import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.wirelink.agent.AgentListener;
import io.wirelink.agent.AgentView;
import io.wirelink.device.PublicKey;
import io.wirelink.names.NameCounts;
import io.wirelink.names.NamesView;
import io.wirelink.path.PathBreak;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * The metrics of one agent (docs/metrics.md). Listens to how long things take, which no view of the
 * agent tells; all else is in the view.
 */
public final class Metrics implements AgentListener {

  private final Build build;
  private final Function<AgentView, NamesView> names;
  private final NameCounts queries;

  /** From where a step is too short to matter to where an agent hangs. */
  private final Durations steps =
      new Durations(1e-4, 2.5e-4, 5e-4, 1e-3, 2.5e-3, 5e-3, 1e-2, 2.5e-2, 5e-2, 0.1, 0.25, 1);

  /** From a single round trip to several tries of several endpoints, 15 s each. */
  private final Durations timesToDirect = new Durations(0.1, 0.25, 0.5, 1, 2.5, 5, 15, 30, 60, 300);

  /** From a path that is left at once to one whose loss only an old handshake shows. */
  private final Durations outages = new Durations(0.5, 1, 2, 3, 5, 7.5, 10, 15, 30, 180);

  private final Map<PathBreak, Long> breaks = new ConcurrentHashMap<>();

  /** Metrics of an agent of this program, which has not begun yet. */
  public Metrics(Build build) {
    this(build, view -> NamesView.NONE, new NameCounts());
  }

  /**
   * The same of one whose host answers what others are called.
   *
   * @param names how it stands with names when the agent knows this
   * @param queries what became of queries
   */
  public Metrics(Build build, Function<AgentView, NamesView> names, NameCounts queries) {
    this.build = build;
    this.names = names;
    this.queries = queries;
  }

  @Override
  public void stepped(long nanos) {
    steps.add(nanos);
  }

  @Override
  public void becameDirect(PublicKey peer, long nanos) {
    timesToDirect.add(nanos);
  }

  @Override
  public void leftDirect(PublicKey peer, PathBreak reason, long nanos) {
    outages.add(nanos);
    breaks.merge(reason, 1L, Long::sum);
  }

  /** Those of the mesh as a whole: as many for three hosts as for a thousand. */
  MetricSnapshots ofMesh(AgentView view) {
    Families families = new Families();
    MeshMetrics.add(build, view, families);
    families.histogram(
        "step_duration_seconds",
        "How long the agent took to take in what had happened and do what follows from it.",
        steps);
    families.histogram(
        "time_to_direct_seconds",
        "How long peers took to be reached directly, since there was an endpoint to try or since"
            + " the path was lost.",
        timesToDirect);
    families.counters(
        "path_breaks",
        "Direct paths that were given up, by what was wrong with them.",
        values -> {
          for (PathBreak reason : PathBreak.values()) {
            values.add(Labels.of("reason", reason.word()), breaks.getOrDefault(reason, 0L));
          }
        });
    families.histogram(
        "path_outage_seconds",
        "For how long traffic by a direct path may have got lost until the path was given up, as"
            + " far as this host saw.",
        outages);
    addNames(names.apply(view), families);
    return families.all();
  }

  private void addNames(NamesView now, Families families) {
    families.gauge(
        "names_served",
        "Whether the names of hosts are answered over DNS: 1 or 0.",
        now.server() == null ? 0 : 1);
    families.gauge("names", "Hosts that have a name.", now.hosts().size());
    families.gauge(
        "names_refused",
        "Names of hosts that are refused, since they are none, or collide.",
        now.refused().size());
    families.counters(
        "name_queries",
        "Queries over DNS, by what became of them: answered, whatever the answer, or ignored.",
        values -> {
          values.add(Labels.of("result", "answered"), queries.answeredSoFar());
          values.add(Labels.of("result", "ignored"), queries.ignoredSoFar());
        });
  }

  /** Those of each peer: some for every peer of the device. */
  MetricSnapshots ofPeers(AgentView view) {
    Families families = new Families();
    PeerMetrics.add(view, families);
    return families.all();
  }
}
