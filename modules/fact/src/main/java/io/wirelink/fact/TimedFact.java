package io.wirelink.fact;

/**
 * A fact as it travels: with the time that it has left.
 *
 * @param fact the statement
 * @param ttlSeconds how long it may be believed from now on, 0 to {@link Fact#MAX_TTL_SECONDS}
 */
public record TimedFact(Fact fact, int ttlSeconds) {

  /**
   * Checks the time to live.
   *
   * @throws IllegalArgumentException if the wire cannot carry it
   */
  public TimedFact {
    if (ttlSeconds < 0 || ttlSeconds > Fact.MAX_TTL_SECONDS) {
      throw new IllegalArgumentException(
          "a time to live is 0 to " + Fact.MAX_TTL_SECONDS + " s, not " + ttlSeconds);
    }
  }
}
