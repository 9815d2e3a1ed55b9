package io.wirelink.agent;

import io.wirelink.path.Path;
import io.wirelink.path.PathBreak;
import io.wirelink.path.PathState;
import io.wirelink.path.Probing;
import java.time.Instant;
import java.util.Locale;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * How the direct path to a peer is at one moment, for people and programs (docs/protocol.md,
 * "Paths").
 *
 * @param phase how it is
 * @param since since when it is so
 * @param broken why it is not trusted with traffic though there was a path; null if that is not so
 * @param heldUntil until when it is kept from traffic because it broke; null if it is not
 * @param breaks how often it broke, each time within ten minutes of the time before
 * @param asked whether the peer's agent answers probes; if not, WireGuard's own answers are all
 *     that is known
 * @param probes how many of the last probes, up to 32, had the time to be answered
 * @param lost how many of those were not answered
 * @param mtu the size in bytes of packets in the tunnel that are known to pass; null if that was
 *     not found out, or they get lost
 */
public record DirectPath(
    Phase phase,
    Instant since,
    @Nullable PathBreak broken,
    @Nullable Instant heldUntil,
    int breaks,
    boolean asked,
    int probes,
    int lost,
    @Nullable Integer mtu) {

  /** From how many breaks on a path counts as one that comes and goes. */
  private static final int FLAPS = 2;

  /** How a path is. */
  public enum Phase {
    /** There is none, and none is tried. */
    NONE,
    /** An endpoint is tried. */
    TRYING,
    /** The peer answers, and the path has yet to prove itself, or waits for the peer's word. */
    ANSWERING,
    /** Traffic may go by it. */
    UP,
    /** It does not work. */
    DOWN;

    /** The word for it in the answers of programs: lower case. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Where there is no path. */
  public static DirectPath none(Instant since) {
    return new DirectPath(Phase.NONE, since, null, null, 0, false, 0, 0, null);
  }

  /** Whether it answers and is kept from traffic because it broke again and again. */
  public boolean isFlapping() {
    return phase == Phase.ANSWERING && heldUntil != null && breaks >= FLAPS;
  }

  /** A path at this moment of the agent's time. */
  static DirectPath of(Path path, int tunnelMtu, long nowNanos, LongFunction<Instant> wallAt) {
    PathState state = path.state();
    Probing.Loss loss = path.probing().loss(nowNanos);
    boolean held =
        phaseOf(state) == Phase.ANSWERING
            && path.breaks() > 0
            && path.pausedUntilNanos() > nowNanos;
    boolean large =
        state.carries() && path.isAsked() && path.probing().largeAnsweredNanos() != Long.MIN_VALUE;
    return new DirectPath(
        phaseOf(state),
        wallAt.apply(sinceNanos(state)),
        state.broken(),
        held ? wallAt.apply(path.pausedUntilNanos()) : null,
        path.breaks(),
        path.isAsked(),
        loss.asked(),
        loss.lost(),
        large ? tunnelMtu : null);
  }

  private static Phase phaseOf(PathState state) {
    return switch (state) {
      case PathState.None none -> Phase.NONE;
      case PathState.Trying trying -> Phase.TRYING;
      case PathState.Answering answering -> Phase.ANSWERING;
      case PathState.Up up -> Phase.UP;
      // Traffic goes on while it is asked, which may be once a second.
      case PathState.InDoubt doubt -> Phase.UP;
      case PathState.Down down -> Phase.DOWN;
    };
  }

  private static long sinceNanos(PathState state) {
    return state instanceof PathState.InDoubt(long since, long upSince)
        ? upSince
        : Math.max(AgentClock.ORIGIN_NANOS, state.sinceNanos());
  }
}
