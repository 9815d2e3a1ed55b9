package io.wirelink.command;

import io.wirelink.control.ControlLimits;
import io.wirelink.control.ControlProtocol;
import io.wirelink.control.ControlServer;
import io.wirelink.control.ControlSocket;

/**
 * The control socket of wg0 with a view and no agent behind it.
 *
 * @param server what answers
 */
record FakeAgent(ControlServer server) implements AutoCloseable {

  /** Answers in the surroundings of a shell. */
  static FakeAgent on(Shell shell, ControlProtocol.Agent agent) {
    return new FakeAgent(
        ControlServer.open(
            new ControlSocket(shell.runDirectory, "wg0"),
            ControlLimits.DEFAULT,
            new ControlProtocol("wg0", "1.0", agent)));
  }

  @Override
  public void close() {
    server.close();
  }
}
