package io.wirelink.agent;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How it stands with rotations.
 *
 * @param own this host's own; null if no other key was made for it
 * @param others those of other hosts, and this one's that are over, the latest last
 */
public record RotationsView(@Nullable RotationView own, List<KeptSuccession> others) {

  /** Keeps a copy. */
  public RotationsView {
    others = List.copyOf(others);
  }
}
