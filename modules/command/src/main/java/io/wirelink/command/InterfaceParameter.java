package io.wirelink.command;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Parameters;

/** The interface that a command is about: the parameter behind its others. */
final class InterfaceParameter {

  @Parameters(
      index = "0+",
      arity = "0..1",
      paramLabel = "IFACE",
      description = "The interface; the one of the one agent that runs, or wg0, if left out.")
  private @Nullable String interfaceName;

  /**
   * The interface that is meant.
   *
   * @throws CommandFailure if it cannot be an interface, or several agents run
   */
  String toAsk(Surroundings around) {
    return InterfaceChoice.toAsk(interfaceName, around);
  }
}
