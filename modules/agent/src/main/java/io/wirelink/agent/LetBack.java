package io.wirelink.agent;

import io.wirelink.device.Cidr;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * What becomes of a host that was removed and may come back.
 *
 * @param news whether it was removed until now
 * @param networks what this host's device routes to it again; empty if it is not put back there
 * @param taken what was routed to it as well, and is somebody else's by now
 */
public record LetBack(boolean news, Set<Cidr> networks, Set<Cidr> taken) {

  /** It was not removed at all. */
  static final LetBack NO_NEWS = new LetBack(false, Set.of(), Set.of());

  /** Keeps copies. */
  public LetBack {
    networks = Set.copyOf(networks);
    taken = Set.copyOf(taken);
  }

  /** Of somebody who had these networks, of which those are still free. */
  static LetBack of(Set<Cidr> had, Set<Cidr> free) {
    Set<Cidr> taken = new LinkedHashSet<>(had);
    taken.removeAll(free);
    return new LetBack(true, free, taken);
  }
}
