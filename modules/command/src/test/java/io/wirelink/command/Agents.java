package io.wirelink.command;

import io.wirelink.agent.ViewSource;
import io.wirelink.control.ControlLimits;
import io.wirelink.control.ControlProtocol;
import io.wirelink.control.ControlServer;
import io.wirelink.control.ControlSocket;
import java.util.HashMap;
import java.util.Map;

/** Control sockets in the surroundings of a shell, with views and no agents behind them. */
final class Agents implements AutoCloseable {
  private final Shell shell;
  private final Map<String, ControlServer> servers = new HashMap<>();

  Agents(Shell shell) {
    this.shell = shell;
  }

  /** Answers for an interface with what an agent knows. */
  Agents serve(String interfaceName, ViewSource agent) {
    return answer(interfaceName, new ControlProtocol(interfaceName, "1.0", agent));
  }

  /** Answers for an interface, in whatever way. */
  Agents answer(String interfaceName, ControlServer.Answers answers) {
    ControlSocket socket = new ControlSocket(shell.runDirectory, interfaceName);
    servers.put(interfaceName, ControlServer.open(socket, ControlLimits.DEFAULT, answers));
    return this;
  }

  /** Answers for it no more. */
  void stop(String interfaceName) {
    servers.remove(interfaceName).close();
  }

  @Override
  public void close() {
    servers.values().forEach(ControlServer::close);
  }
}
