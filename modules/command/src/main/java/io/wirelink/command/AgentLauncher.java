package io.wirelink.command;

import io.wirelink.config.ConfigLoader;
import io.wirelink.config.EffectiveConfig;
import io.wirelink.device.DeviceException;

/** What makes a process of the command line one that logs, and one that runs an agent. */
public interface AgentLauncher {
  /** Logs nothing, and runs none. */
  AgentLauncher NONE =
      new AgentLauncher() {
        @Override
        public void beginLogging(boolean debug) {}

        @Override
        public void run(EffectiveConfig config, ConfigLoader loader, Surroundings surroundings) {
          throw new IllegalStateException("there is no agent here to run");
        }
      };

  /** Settles how this process logs, and whether in detail; what is settled once stays. */
  void beginLogging(boolean debug);

  /**
   * Runs an agent until a signal ends it.
   *
   * @param config its configuration
   * @param loader loads the configuration again when it is told to
   * @param surroundings where it runs
   * @throws DeviceException if the interface cannot be used, or goes away
   */
  void run(EffectiveConfig config, ConfigLoader loader, Surroundings surroundings)
      throws DeviceException;
}
