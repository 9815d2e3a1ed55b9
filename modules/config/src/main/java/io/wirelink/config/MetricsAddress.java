package io.wirelink.config;

import io.wirelink.device.Endpoint;
import org.jspecify.annotations.Nullable;

/**
 * Where metrics are served.
 *
 * @param endpoint an address of this host and a TCP port, 1 to 65535; null for nowhere
 */
public record MetricsAddress(@Nullable Endpoint endpoint) {
  /** How nowhere is written. */
  static final String OFF_WORD = "off";

  /** Nowhere. */
  static final MetricsAddress OFF = new MetricsAddress(null);

  /**
   * Checks the endpoint.
   *
   * @throws IllegalArgumentException if it has port 0 or the scope of an interface
   */
  public MetricsAddress {
    if (endpoint != null && (endpoint.port() == 0 || endpoint.scopeId() != 0)) {
      throw new IllegalArgumentException("metrics cannot be served at " + endpoint);
    }
  }

  @Override
  public String toString() {
    return endpoint == null ? OFF_WORD : endpoint.toString();
  }
}
