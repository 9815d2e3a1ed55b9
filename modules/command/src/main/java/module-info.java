/**
 * The command line of {@code wirelink}: its commands, and what they print.
 *
 * <p>Commands ask agents, configuration and devices, and leave it to whoever launches them what
 * there is of a host: backends, a terminal, a log, a process to run an agent in. Exit codes belong
 * here. The package is opened to picocli, which sets options and parameters by reflection.
 */
module io.wirelink.command {
  requires com.fasterxml.jackson.core;
  requires com.fasterxml.jackson.jr.ob;
  requires transitive info.picocli;
  requires io.nayuki.qrcodegen;
  requires transitive io.wirelink.agent;
  requires transitive io.wirelink.config;
  requires transitive io.wirelink.control;
  requires io.wirelink.diagnosis;
  requires io.wirelink.invitation;
  requires io.wirelink.names;
  requires transitive io.wirelink.newcomer;
  requires io.wirelink.state;
  requires io.wirelink.text;
  requires static org.jspecify;

  exports io.wirelink.command;

  opens io.wirelink.command to
      info.picocli;
}
