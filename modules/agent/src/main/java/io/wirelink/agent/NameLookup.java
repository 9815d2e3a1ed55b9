package io.wirelink.agent;

import io.wirelink.device.PublicKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Decides which host names of configured peers are to be resolved: each once, so that its addresses
 * are known when they are needed, and those of peers that do not answer again and again.
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
              if (!key.equals(mesh.self())) {
                config.endpoints().stream()
                    .map(HostPort::host)
                    .filter(host -> isDue(key, host, nowNanos))
                    .forEach(
                        host -> {
                          nextNanos.put(host, nowNanos + Timing.RESOLVE_NANOS);
                          lookups.add(new Action.Resolve(host));
                        });
              }
            });
    return lookups;
  }

  private boolean isDue(PublicKey key, String host, long nowNanos) {
    Long next = nextNanos.get(host);
    Peer peer = mesh.peer(key);
    return next == null || (next <= nowNanos && (peer == null || !peer.isHealthy()));
  }
}
