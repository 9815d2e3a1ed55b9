package io.wirelink.launcher;

import io.wirelink.agent.AgentView;
import io.wirelink.agent.AgentView.KnownPeer;
import io.wirelink.agent.AgentView.Path;
import io.wirelink.text.Amounts;

/** What an agent does, in a few words: "leaf, 12 facts, 3 of 4 peers direct". */
final class StatusLine {
  private StatusLine() {}

  /** The line for what an agent knows. */
  static String of(AgentView view) {
    String line =
        (view.router() ? "router, " : "leaf, ")
            + Amounts.counted(view.facts().size(), "fact")
            + ", "
            + peers(view);
    long down = count(view, Path.DOWN);
    return down == 0 ? line : line + ", " + down + " down";
  }

  private static String peers(AgentView view) {
    int all = view.peers().size();
    return all == 0
        ? "no peers"
        : count(view, Path.DIRECT) + " of " + Amounts.counted(all, "peer") + " direct";
  }

  private static long count(AgentView view, Path path) {
    return view.peers().stream().map(KnownPeer::path).filter(path::equals).count();
  }
}
