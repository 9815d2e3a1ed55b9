package io.wirelink.launcher;

import io.wirelink.agent.AgentView;
import io.wirelink.command.CommandFailure;
import io.wirelink.config.MetricsAddress;
import io.wirelink.device.Endpoint;
import io.wirelink.metrics.Metrics;
import io.wirelink.metrics.MetricsServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What serves metrics until it is closed, or does nothing where they are off. */
interface MetricsService extends AutoCloseable {
  Logger log = LoggerFactory.getLogger(MetricsService.class);

  /**
   * Begins to serve metrics, unless they are off.
   *
   * @param address where
   * @param metrics what listens to the agent
   * @param agent asks the agent
   * @throws CommandFailure if that is not possible there
   */
  static MetricsService at(MetricsAddress address, Metrics metrics, Callable<AgentView> agent) {
    Endpoint endpoint = address.endpoint();
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
  void close();
}
