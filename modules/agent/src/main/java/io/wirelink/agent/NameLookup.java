package io.wirelink.agent;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Decides which host names of configured peers are to be resolved: those of peers that cannot be
 * reached.
 */
final class NameLookup {

  private final Mesh mesh;
  private final Map<String, Long> nextNanos = new HashMap<>();

  NameLookup(Mesh mesh) {
    this.mesh = mesh;
  }

  /** The names that are due. */
  List<Action> due(long nowNanos) {
    List<Action> lookups = new ArrayList<>();
    mesh.config()
        .peers()
        .forEach(
            (key, config) -> {
              if (!key.equals(mesh.self()) && !mesh.mayTell(key, nowNanos)) {
                for (HostPort endpoint : config.endpoints()) {
                  if (nextNanos.getOrDefault(endpoint.host(), Long.MIN_VALUE) <= nowNanos) {
                    nextNanos.put(endpoint.host(), nowNanos + Timing.RESOLVE_NANOS);
                    lookups.add(new Action.Resolve(endpoint.host()));
                  }
                }
              }
            });
    return lookups;
  }
}
