package io.wirelink.command;

import io.wirelink.agent.AgentConfig;
import io.wirelink.config.EffectiveConfig;
import io.wirelink.config.MetricsAddress;
import io.wirelink.control.Reload;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A shell for commands, and the agents that they ask. */
abstract class AskedAgents {
  @TempDir private Path folder;
  Shell shell;
  Agents agents;

  @BeforeEach
  final void openTheShell() {
    shell = new Shell(folder);
    agents = new Agents(shell);
  }

  @AfterEach
  final void closeServers() {
    agents.close();
  }

  /**
   * What an agent without a configuration of its own has in force.
   *
   * @param state whether it keeps what it knows, each time that somebody asks
   */
  static Reload reload(BooleanSupplier state) {
    return new Reload() {
      @Override
      public EffectiveConfig current() {
        MetricsAddress none = new MetricsAddress(null);
        return new EffectiveConfig("wg0", false, AgentConfig.DEFAULT, none, state.getAsBoolean());
      }

      @Override
      public List<String> run() {
        return List.of();
      }
    };
  }
}
