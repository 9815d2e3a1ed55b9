package io.wirelink.control;

import java.time.Duration;

/**
 * What a control client may take from an agent.
 *
 * @param clients how many are connected at once, without those that watch; one more drives out the
 *     one that idles longest
 * @param watchers how many may watch at once; one more drives out one that does not read, or is
 *     refused
 * @param requestBytes how long a request may be
 * @param pendingBytes how many bytes of answers may wait to be read before further requests wait
 * @param requestTime how long a client may take to send a request
 * @param answerTime how long a client may read nothing of an answer
 */
public record ControlLimits(
    int clients,
    int watchers,
    int requestBytes,
    int pendingBytes,
    Duration requestTime,
    Duration answerTime) {

  /**
   * Clients come one at a time in practice, and send a word; some stay to watch. Answers may be
   * large, and an agent is to stay small.
   */
  public static final ControlLimits DEFAULT =
      new ControlLimits(8, 8, 4096, 1 << 20, Duration.ofSeconds(10), Duration.ofSeconds(5));
}
