package io.wirelink.agent;

import io.wirelink.device.Endpoint;
import io.wirelink.device.IpAddress;
import io.wirelink.device.PublicKey;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * Where others see this host: under which address and port its packets reach them. Nothing is done
 * with it, and nobody is told; it shows what a NAT before this host does.
 */
final class Sightings {

  /**
   * The bit in a boot id of who understands what others say of where it is (docs/protocol.md,
   * "Capabilities").
   */
  static final int CAPABILITY = 2;

  /** Who is remembered: far more routers than a mesh has; the oldest give way. */
  private static final int MAX_OBSERVERS = 64;

  private record Observer(PublicKey key, IpAddress.Family family) {}

  private record Sighting(Endpoint endpoint, long expiresNanos) {}

  private final Map<Observer, Sighting> sightings =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Observer, Sighting> eldest) {
          return size() > MAX_OBSERVERS;
        }
      };

  /** Takes note of what somebody says; it takes the place of what the same one said before. */
  void seen(PublicKey by, Endpoint endpoint, long expiresNanos) {
    sightings.put(
        new Observer(by, endpoint.address().family()), new Sighting(endpoint, expiresNanos));
  }

  /** Where this host is seen, as far as anybody's word still counts. */
  Set<Endpoint> at(long nowNanos) {
    Set<Endpoint> endpoints = new LinkedHashSet<>();
    for (Sighting each : sightings.values()) {
      if (each.expiresNanos() > nowNanos) {
        endpoints.add(each.endpoint());
      }
    }
    return endpoints;
  }
}
