package io.wirelink.command;

import io.wirelink.control.ControlClient;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Parameters;

/** The agent that a command asks: the parameter behind its others. */
final class AgentParameter {

  @Parameters(
      index = "0+",
      arity = "0..1",
      paramLabel = "IFACE",
      description = "The agent's interface; the one agent that runs if left out.")
  private @Nullable String interfaceName;

  /**
   * The agent that is meant.
   *
   * @throws CommandFailure if it cannot be an interface, none runs, or several do
   */
  ControlClient toAsk(Surroundings around) {
    return InterfaceChoice.agentToAsk(interfaceName, around);
  }

  /**
   * The interface that is meant, whether an agent runs on it or not.
   *
   * @throws CommandFailure if it cannot be an interface, or several agents run
   */
  String interfaceToAsk(Surroundings around) {
    return InterfaceChoice.toAsk(interfaceName, around);
  }
}
