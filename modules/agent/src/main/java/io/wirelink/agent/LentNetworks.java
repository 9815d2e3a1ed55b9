package io.wirelink.agent;

import io.wirelink.device.Cidr;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The networks that somebody else gave a peer and this agent took from it, because its path broke
 * or another peer has them: it gets them back, and is still who it was.
 */
final class LentNetworks {

  private final Set<Cidr> lent = new LinkedHashSet<>();

  Set<Cidr> all() {
    return lent;
  }

  /** Whether they are those of a router. */
  boolean areOfRouter() {
    return !lent.isEmpty() && Roles.isRouter(lent);
  }

  /**
   * Compares the networks that a router has with those that it had.
   *
   * @param taken whether a network that is missing was taken by this agent for the sake of the
   *     traffic, and not because nobody gives it to the peer any more
   */
  void compare(Set<Cidr> before, Set<Cidr> now, Predicate<Cidr> taken) {
    if (Roles.isRouter(before)) {
      before.stream()
          .filter(cidr -> !cidr.address().isLinkLocal() && !now.contains(cidr))
          .filter(taken)
          .forEach(lent::add);
    }
    lent.removeAll(now);
  }

  /** Takes note of what was taken from the peer before the agent started. */
  void recall(Set<Cidr> networks) {
    lent.addAll(networks);
  }

  /** Takes note that the device does not have the peer any more. */
  void clear() {
    lent.clear();
  }
}
