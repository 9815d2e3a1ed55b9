package io.wirelink.path;

import io.wirelink.device.Endpoint;
import org.jspecify.annotations.Nullable;

/**
 * How the direct path to a peer is, as this host knows it (docs/protocol.md, "Paths"). Times are
 * nanoseconds of the agent's own time.
 */
public sealed interface PathState {

  /** Since when it is so. */
  long sinceNanos();

  /** There is no path, and none is tried. */
  record None(long sinceNanos) implements PathState {}

  /**
   * The peer does not answer, and an endpoint is tried.
   *
   * @param endpoint where
   */
  record Trying(Endpoint endpoint, long sinceNanos) implements PathState {}

  /**
   * The peer answers, and has yet to prove that the path is fit for traffic.
   *
   * @param heldBack why it is not trusted with traffic; null if nothing speaks against it
   * @param proven whether this host has seen what it wanted, and waits for the peer's word alone
   */
  record Answering(long sinceNanos, @Nullable PathBreak heldBack, boolean proven)
      implements PathState {}

  /** Traffic may go by it. */
  record Up(long sinceNanos) implements PathState {}

  /**
   * Traffic may go by it, and whether it still works is being asked.
   *
   * @param upSinceNanos since when it is up
   */
  record InDoubt(long sinceNanos, long upSinceNanos) implements PathState {}

  /**
   * It does not work.
   *
   * @param reason what was seen
   */
  record Down(long sinceNanos, PathBreak reason) implements PathState {}

  /** Whether the peer answers, as far as this host knows. */
  default boolean isHealthy() {
    // Asked all the time, and a switch over types is slow until it is compiled.
    return this instanceof Up || this instanceof InDoubt || this instanceof Answering;
  }

  /** Whether the peer's networks may be routed to it. */
  default boolean carries() {
    return this instanceof Up || this instanceof InDoubt;
  }

  /** Whether it may keep the traffic that it has: nothing speaks against it. */
  default boolean isFit() {
    return isHealthy() && broken() == null;
  }

  /** Why it is not trusted with traffic though there was a path; null if that is not so. */
  default @Nullable PathBreak broken() {
    return switch (this) {
      case Down(long since, PathBreak reason) -> reason;
      case Answering(long since, PathBreak heldBack, boolean proven) -> heldBack;
      case None n -> null;
      case Trying t -> null;
      case Up u -> null;
      case InDoubt d -> null;
    };
  }
}
