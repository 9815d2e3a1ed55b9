package io.wirelink.agent;

import java.util.List;

/**
 * How it stands with a removal, or with one that was taken back.
 *
 * @param removal what was said
 * @param saved whether it is on this host's disk; what this host says itself counts only then
 * @param told how many peers have confirmed that they go by it
 * @param awaited how many are asked to confirm it at this moment
 * @param others how many peers with an agent hear of it later or never: they are away, or their
 *     agents know nothing of removals and forget who is not spoken of any more
 * @param routers what those are called that are awaited and routers themselves: one that does not
 *     trust this host with membership does not go by it
 */
public record RemovalView(
    KeptRemoval removal, boolean saved, int told, int awaited, int others, List<String> routers) {

  /** Keeps a copy. */
  public RemovalView {
    routers = List.copyOf(routers);
  }
}
