package io.wirelink.launcher;

import java.util.List;

/** All that can be asked of an agent at its control socket, in the order in which it is listed. */
final class ControlCommands {
  private ControlCommands() {}

  /** What only asks, and changes nothing. */
  static List<ControlCommand> questions(ControlProtocol.Agent agent) {
    return List.of(new FactsControl(agent));
  }
}
