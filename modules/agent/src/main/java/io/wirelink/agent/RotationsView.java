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

  /** Nobody takes another key. */
  public static final RotationsView NONE = new RotationsView(null, List.of());

  /** Those of other hosts that are announced and did not come about yet. */
  public List<KeptSuccession> open() {
    return others.stream().filter(each -> !each.over() && !each.rotation().isWithdrawal()).toList();
  }

  /** Those that came about. */
  public List<KeptSuccession> over() {
    return others.stream().filter(KeptSuccession::over).toList();
  }

  /** Keeps a copy. */
  public RotationsView {
    others = List.copyOf(others);
  }
}
