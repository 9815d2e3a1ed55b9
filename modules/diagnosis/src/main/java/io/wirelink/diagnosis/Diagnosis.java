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
 * @param here the NAT before this host
 * @param there the NAT before the other
 */
public record Diagnosis(
    Cause cause, boolean certain, @Nullable Instant certainBy, Nat here, Nat there) {

  /** What NAT stands before a host, as far as it shows. */
  public enum Nat {
    /** None: the host is seen under an address of its own. */
    NONE,
    /** One that keeps ports. */
    KEEPS_PORT,
    /** One that takes another port, the same for all destinations. */
    ONE_PORT,
    /** One that takes other ports, most likely a new one for each destination. */
    CHANGES_PORT,
    /** One that takes a new port for each destination. */
    NEW_PORTS,
    /** That does not show. */
    UNKNOWN
  }

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
