package io.wirelink.launcher;

import io.wirelink.agent.AgentView;
import io.wirelink.device.Endpoint;
import io.wirelink.metrics.Metrics;
import io.wirelink.metrics.MetricsServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where metrics are served.
 *
 * @param endpoint an address of this host and a TCP port, 1 to 65535; null for nowhere
 */
record MetricsAddress(@Nullable Endpoint endpoint) {
  private static final Logger log = LoggerFactory.getLogger(MetricsAddress.class);

  /** How nowhere is written. */
  static final String OFF_WORD = "off";

  /** Nowhere. */
  static final MetricsAddress OFF = new MetricsAddress(null);

  /**
   * Checks the endpoint.
   *
   * @throws IllegalArgumentException if it has port 0 or the scope of an interface
   */
  MetricsAddress {
    if (endpoint != null && (endpoint.port() == 0 || endpoint.scopeId() != 0)) {
      throw new IllegalArgumentException("metrics cannot be served at " + endpoint);
    }
  }

  /** What serves until it is closed. */
  interface Service extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * Begins to serve metrics, unless they are off.
   *
   * @param metrics what listens to the agent
   * @param agent asks the agent
   * @throws CommandFailure if that is not possible there
   */
  Service serve(Metrics metrics, Callable<AgentView> agent) {
    if (endpoint == null) {
      return () -> {};
    }
    try {
      MetricsServer server =
          MetricsServer.open(
              new InetSocketAddress(endpoint.address().toInetAddress(), endpoint.port()),
              metrics,
              agent);
      log.info("Metrics are at http://{}/metrics", endpoint);
      return server::close;
    } catch (IOException e) {
      throw new CommandFailure(
          CommandFailure.FAILED,
          "metrics cannot be served at %s (%s): choose an address of this host and a free TCP port"
              .formatted(endpoint, e.getMessage()));
    }
  }

  @Override
  public String toString() {
    return endpoint == null ? OFF_WORD : endpoint.toString();
  }
}
