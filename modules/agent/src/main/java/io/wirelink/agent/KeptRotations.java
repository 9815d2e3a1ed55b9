package io.wirelink.agent;

import io.wirelink.device.PublicKey;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that a host keeps of rotations from one start to the next.
 *
 * @param own its own, as long as that is under way; null if it is not
 * @param others those of others, the earliest first; and its own that are over
 */
public record KeptRotations(@Nullable OwnRotation own, List<KeptSuccession> others) {

  /** Nothing. */
  public static final KeptRotations NONE = new KeptRotations(null, List.of());

  /** Keeps a copy. */
  public KeptRotations {
    others = List.copyOf(others);
  }

  /** Whether a host with this key has just taken it, and has yet to go on under it. */
  public boolean isConcludedBy(PublicKey self) {
    return own != null && own.to().publicKey().equals(self);
  }

  /** The same, and the own rotation is over. */
  public KeptRotations concluded() {
    if (own == null) {
      return this;
    }
    List<KeptSuccession> all = new ArrayList<>(others);
    all.add(new KeptSuccession(own.rotation(), "", own.since(), true));
    return new KeptRotations(null, all);
  }
}
