package io.wirelink.metrics;

import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.wirelink.agent.AgentListener;
import io.wirelink.agent.AgentView;
import io.wirelink.device.PublicKey;

/**
 * The metrics of one agent (docs/metrics.md). Listens to how long things take, which no view of the
 * agent tells; all else is in the view.
 */
public final class Metrics implements AgentListener {

  private final Build build;

  /** From where a step is too short to matter to where an agent hangs. */
  private final Durations steps =
      new Durations(1e-4, 2.5e-4, 5e-4, 1e-3, 2.5e-3, 5e-3, 1e-2, 2.5e-2, 5e-2, 0.1, 0.25, 1);

  /** From a single round trip to several tries of several endpoints, 15 s each. */
  private final Durations timesToDirect = new Durations(0.1, 0.25, 0.5, 1, 2.5, 5, 15, 30, 60, 300);

  /** Metrics of an agent of this program, which has not begun yet. */
  public Metrics(Build build) {
    this.build = build;
  }

  @Override
  public void stepped(long nanos) {
    steps.add(nanos);
  }

  @Override
  public void becameDirect(PublicKey peer, long nanos) {
    timesToDirect.add(nanos);
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
    return families.all();
  }

  /** Those of each peer: some for every peer of the device. */
  MetricSnapshots ofPeers(AgentView view) {
    Families families = new Families();
    PeerMetrics.add(view, families);
    return families.all();
  }
}
