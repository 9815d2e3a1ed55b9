/**
 * The composition of {@code wirelink}, and nothing else.
 *
 * <p>Main hands the command line what there is of this process and host, and an agent's run opens
 * device, control socket, metrics and service manager around it, and closes them again. Logging,
 * signals and the terminal are here because a process has one of each. It exports nothing. The
 * package is opened to tinylog, which makes our gate for levels. Signals come from {@code
 * jdk.unsupported}.
 */
module io.wirelink.launcher {
  requires io.wirelink.agent;
  requires io.wirelink.command;
  requires io.wirelink.config;
  requires io.wirelink.control;
  requires io.wirelink.loop;
  requires io.wirelink.metrics;
  requires io.wirelink.names;
  requires io.wirelink.newcomer;
  requires io.wirelink.state;
  requires io.wirelink.text;
  requires jdk.unsupported;
  requires org.slf4j;
  requires org.tinylog.api;
  requires org.tinylog.impl;
  requires static org.jspecify;

  opens io.wirelink.launcher to
      org.tinylog.api;

  uses io.wirelink.device.HostNetwork.Provider;
}
