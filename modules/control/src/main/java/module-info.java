/**
 * The control socket of an agent.
 *
 * <p>The server that answers whatever clients do, the client that asks, the questions that there
 * are and how answers are written, and watches that go on. docs/control.md says what goes over the
 * socket.
 */
module io.wirelink.control {
  requires transitive com.fasterxml.jackson.core;
  requires com.fasterxml.jackson.jr.ob;
  requires transitive io.wirelink.agent;
  requires transitive io.wirelink.config;
  requires io.wirelink.diagnosis;
  requires transitive io.wirelink.names;
  requires io.wirelink.text;
  requires org.slf4j;
  requires static org.jspecify;

  exports io.wirelink.control;
}
