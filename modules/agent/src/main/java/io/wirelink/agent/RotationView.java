package io.wirelink.agent;

import io.wirelink.device.PublicKey;
import java.time.Instant;
import java.util.List;

/**
 * How it stands with this host's own rotation.
 *
 * @param from the key that the host has
 * @param to the key that it is going to have
 * @param since when that was made
 * @param saved whether it is on this host's disk: nobody is told before
 * @param changing whether others were told when the host takes it
 * @param others all peers of the device, and how far each of them is
 */
public record RotationView(
    PublicKey from,
    PublicKey to,
    Instant since,
    boolean saved,
    boolean changing,
    List<Other> others) {

  /** Keeps a copy. */
  public RotationView {
    others = List.copyOf(others);
  }

  /** How far a peer is. */
  public enum Standing {
    /** It follows as soon as this host changes. */
    FOLLOWS,
    /** It was told, and has not answered yet. */
    AWAITED,
    /** It does not take the new key. */
    REFUSES,
    /** It is there, and knows nothing of rotations. */
    UNABLE,
    /** It is not there. */
    AWAY
  }

  /**
   * A peer.
   *
   * @param key its key
   * @param name what it is called
   * @param router whether it is a router, by which this host reaches others
   * @param standing how far it is
   */
  public record Other(PublicKey key, String name, boolean router, Standing standing) {}
}
