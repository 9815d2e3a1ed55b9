package io.wirelink.path;

import io.wirelink.gossip.Allowance;
import java.time.Duration;

/**
 * What one peer may make this host do about paths. Honest peers stay far below; each is enough for
 * a host whose hundred direct paths break at the same time.
 *
 * @param echoes probes that are answered
 * @param passOn packets that are passed on for it
 * @param passedOn packets from others that it brings
 * @param lookAt paths that are looked at because of it
 */
public record Allowances(Allowance echoes, Allowance passOn, Allowance passedOn, Allowance lookAt) {

  private static final int AT_ONCE = 128;
  private static final long INTERVAL_NANOS = Duration.ofMillis(100).toNanos();
  private static final int LOOKS_AT_ONCE = 4;
  private static final long LOOK_INTERVAL_NANOS = Duration.ofSeconds(1).toNanos();

  /** Six large probes come at once, and no more than ten a second in the long run. */
  private static final int ECHOES_AT_ONCE = 16;

  /** Full allowances. */
  public Allowances() {
    this(
        new Allowance(ECHOES_AT_ONCE, INTERVAL_NANOS),
        new Allowance(AT_ONCE, INTERVAL_NANOS),
        new Allowance(AT_ONCE, INTERVAL_NANOS),
        new Allowance(LOOKS_AT_ONCE, LOOK_INTERVAL_NANOS));
  }
}
