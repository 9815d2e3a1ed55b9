package io.wirelink.agent;

import io.wirelink.device.Endpoint;
import io.wirelink.device.IpAddress;
import io.wirelink.device.PublicKey;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where others see this host: under which address and port its packets reach them. It is no
 * endpoint to be told on; it shows what a NAT before this host does.
 */
final class Sightings {

  /**
   * The bit in a boot id of who understands what others say of where it is (docs/protocol.md,
   * "Capabilities").
   */
  static final int CAPABILITY = 2;

  /** Who is remembered: far more routers than a mesh has; the oldest give way. */
  static final int MAX_OBSERVERS = 64;

  private record Observer(PublicKey key, IpAddress.Family family) {

    // Looked up for each packet: what a record has by itself is slow until it is compiled.

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Observer that && family == that.family && key.equals(that.key);
    }

    @Override
    public int hashCode() {
      return 31 * key.hashCode() + family.hashCode();
    }
  }

  /**
   * What somebody says.
   *
   * @param by who
   * @param endpoint where it sees this host
   * @param sinceNanos since when it says that
   * @param moved whether it said something else before
   * @param saidNanos when it said it last
   * @param expiresNanos until when that counts
   */
  record Sighting(
      PublicKey by,
      Endpoint endpoint,
      long sinceNanos,
      boolean moved,
      long saidNanos,
      long expiresNanos) {

    private Sighting until(long nanos) {
      return new Sighting(
          by, endpoint, sinceNanos, moved, saidNanos, Math.max(expiresNanos, nanos));
    }
  }

  private final Map<Observer, Sighting> sightings =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Observer, Sighting> eldest) {
          return size() > MAX_OBSERVERS;
        }
      };

  private long news;

  /** Takes note of what somebody says; it takes the place of what the same one said before. */
  void seen(PublicKey by, Endpoint endpoint, long expiresNanos, long nowNanos) {
    Observer observer = new Observer(by, endpoint.address().family());
    Sighting before = sightings.get(observer);
    long since = nowNanos;
    boolean moved = before != null;
    if (before != null && before.endpoint().equals(endpoint)) {
      since = before.sinceNanos();
      moved = before.moved();
    } else {
      news++;
    }
    sightings.put(observer, new Sighting(by, endpoint, since, moved, nowNanos, expiresNanos));
  }

  /**
   * Takes note that somebody is there still who says this only when it is new: what it said counts
   * on.
   */
  void stillThere(PublicKey by, long expiresNanos, long nowNanos) {
    for (IpAddress.Family family : IpAddress.Family.values()) {
      sightings.computeIfPresent(
          new Observer(by, family),
          (observer, each) -> each.expiresNanos() > nowNanos ? each.until(expiresNanos) : each);
    }
  }

  /** What everybody says whose word still counts. */
  List<Sighting> current(long nowNanos) {
    return sightings.values().stream().filter(each -> each.expiresNanos() > nowNanos).toList();
  }

  /** How often somebody has said something else than before. */
  long news() {
    return news;
  }

  /** Whether somebody says where it sees this host. */
  boolean isSeenBy(PublicKey by, long nowNanos) {
    for (IpAddress.Family family : IpAddress.Family.values()) {
      Sighting sighting = sightings.get(new Observer(by, family));
      if (sighting != null && sighting.expiresNanos() > nowNanos) {
        return true;
      }
    }
    return false;
  }

  /** Where this host is seen, as far as anybody's word still counts. */
  Set<Endpoint> at(long nowNanos) {
    Set<Endpoint> endpoints = new LinkedHashSet<>();
    current(nowNanos).forEach(each -> endpoints.add(each.endpoint()));
    return endpoints;
  }
}
