package io.wirelink.agent;

import io.wirelink.device.Cidr;
import io.wirelink.fact.RemovalRecord;
import java.time.Instant;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

/**
 * A removal as a host keeps it from one start to the next.
 *
 * @param record what others are told of it
 * @param name what the host that was removed was called here; empty if that was not known
 * @param since when this host said or heard it
 * @param networks what the device routed to it, at most {@link #MAX_NETWORKS}, so that it can be
 *     put back; only where the removal was said
 */
public record KeptRemoval(RemovalRecord record, String name, Instant since, Set<Cidr> networks) {

  /** More than anybody has beside a router. */
  public static final int MAX_NETWORKS = 64;

  /** Keeps a sorted copy of the networks. */
  public KeptRemoval {
    networks =
        Collections.unmodifiableSortedSet(
            new TreeSet<>(networks.stream().sorted().limit(MAX_NETWORKS).toList()));
  }
}
