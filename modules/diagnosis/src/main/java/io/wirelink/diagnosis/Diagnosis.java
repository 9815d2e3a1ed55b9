package io.wirelink.diagnosis;

import io.wirelink.agent.PeerStory;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What stands in the way of a direct path.
 *
 * @param cause what it is
 * @param certain whether the agent knows that; else it is the likeliest reading of what it knows
 * @param certainBy when it will know, if nothing happens before; null if that is no matter of time
 */
public record Diagnosis(Cause cause, boolean certain, @Nullable Instant certainBy) {

  /**
   * Makes sense of a story.
   *
   * @param answersPing whether the host has just answered a ping that went by a router; null if
   *     none was sent
   */
  public static Diagnosis of(PeerStory story, @Nullable Boolean answersPing) {
    return new Diagnostician(story, answersPing).diagnose();
  }
}
