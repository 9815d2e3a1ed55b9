/**
 * The {@code wirelink} command.
 *
 * <p>The one place that knows every module: it composes the agent from its parts and the backends
 * that are found as services, and holds the command line, configuration, logging, the control
 * socket and the service manager. It exports nothing. Packages are opened to picocli, which sets
 * options and parameters by reflection, and to tinylog, which makes our gate for levels. Signals
 * come from {@code jdk.unsupported}.
 */
module io.wirelink.launcher {
  requires com.fasterxml.jackson.core;
  requires com.fasterxml.jackson.dataformat.toml;
  requires com.fasterxml.jackson.dataformat.yaml;
  requires com.fasterxml.jackson.jr.ob;
  requires info.picocli;
  requires io.nayuki.qrcodegen;
  requires io.wirelink.agent;
  requires io.wirelink.metrics;
  requires io.wirelink.config;
  requires io.wirelink.control;
  requires io.wirelink.diagnosis;
  requires io.wirelink.text;
  requires jdk.unsupported;
  requires org.slf4j;
  requires org.tinylog.api;
  requires org.tinylog.impl;
  requires static org.jspecify;

  opens io.wirelink.launcher to
      info.picocli,
      org.tinylog.api;

  uses io.wirelink.device.HostNetwork.Provider;
}
