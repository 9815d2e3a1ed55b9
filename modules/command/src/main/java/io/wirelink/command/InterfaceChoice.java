package io.wirelink.command;

import io.wirelink.config.EnvironmentSettings;
import io.wirelink.control.ControlClient;
import io.wirelink.control.ControlSocket;
import io.wirelink.device.InterfaceNames;
import io.wirelink.text.Quotes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Decides which interface a command is about. */
final class InterfaceChoice {
  /** What WireGuard's own examples call the first interface. */
  private static final String USUAL = "wg0";

  private InterfaceChoice() {}

  /**
   * For a command that asks about an interface: what it is told, else what the environment says,
   * else the one agent that runs, else wg0.
   *
   * @param told the argument; null if there is none
   * @throws CommandFailure if it cannot be an interface, or several agents run
   */
  static String toAsk(@Nullable String told, Surroundings surroundings) {
    String named = named(told, surroundings);
    if (named != null) {
      return named;
    }
    List<String> running = ControlSocket.running(surroundings.runDirectory());
    return switch (running.size()) {
      case 0 -> USUAL;
      case 1 -> running.getFirst();
      default ->
          throw new CommandFailure(
              CommandFailure.WRONG_USAGE,
              "agents run on " + String.join(", ", running) + ": name the one that is meant");
    };
  }

  /**
   * For a command that asks about all interfaces unless it is told one: what it is told, else what
   * the environment says, else all agents that run, else wg0.
   *
   * @param told the argument; null if there is none
   * @throws CommandFailure if it cannot be an interface
   */
  static List<String> allToAsk(@Nullable String told, Surroundings surroundings) {
    String named = named(told, surroundings);
    if (named != null) {
      return List.of(named);
    }
    List<String> running = ControlSocket.running(surroundings.runDirectory());
    return running.isEmpty() ? List.of(USUAL) : running;
  }

  /**
   * For a command that brings up an agent: what it is told, else what the environment says, else
   * wg0.
   *
   * @param told the argument; null if there is none
   * @throws CommandFailure if it cannot be an interface
   */
  static String toRun(@Nullable String told, Surroundings surroundings) {
    String named = named(told, surroundings);
    return named == null ? USUAL : named;
  }

  private static @Nullable String named(@Nullable String told, Surroundings surroundings) {
    if (told != null) {
      return checked(told);
    }
    String variable = surroundings.variables().getOrDefault(EnvironmentSettings.INTERFACE, "");
    return variable.isEmpty() ? null : checked(variable);
  }

  private static String checked(String name) {
    if (!InterfaceNames.isValid(name)) {
      throw new CommandFailure(
          CommandFailure.WRONG_USAGE,
          ("%s cannot be the name of an interface, which has 1 to %d bytes and no slash, colon or"
                  + " blank: name one that 'wg show interfaces' prints")
              .formatted(Quotes.quoted(name), InterfaceNames.MAX_LENGTH));
    }
    return name;
  }

  /**
   * A client of the agent that a command is about.
   *
   * @param told the argument; null if there is none
   * @throws CommandFailure as for {@link #toAsk}
   */
  static ControlClient agentToAsk(@Nullable String told, Surroundings surroundings) {
    String name = toAsk(told, surroundings);
    return new ControlClient(
        new ControlSocket(surroundings.runDirectory(), name), ControlClient.PATIENCE);
  }
}
