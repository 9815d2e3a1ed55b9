/**
 * What an agent does and knows, for Prometheus.
 *
 * <p>It listens to the agent, asks it for a view when somebody scrapes, and writes both as metrics:
 * one page whose size does not depend on the mesh, and one about each peer. They are served over
 * HTTP by the JDK's own server, whose threads are few and never the agent's. docs/metrics.md says
 * what each metric means.
 *
 * <p>Prometheus' library knows names, units and formats; its jars describe no modules, which the
 * build of the image makes good.
 */
@SuppressWarnings("requires-automatic")
module io.wirelink.metrics {
  requires transitive io.wirelink.agent;
  requires io.prometheus.metrics.config;
  requires io.prometheus.metrics.model;
  requires io.prometheus.writer.text;
  requires transitive io.wirelink.names;
  requires jdk.httpserver;
  requires org.slf4j;
  requires static org.jspecify;

  exports io.wirelink.metrics;
}
