package io.wirelink.launcher;

import io.wirelink.command.AgentLauncher;
import io.wirelink.command.Surroundings;
import io.wirelink.config.ConfigLoader;
import io.wirelink.config.EffectiveConfig;
import io.wirelink.device.DeviceException;

/** Makes this process one that logs, and one that runs an agent. */
final class ProcessLauncher implements AgentLauncher {

  @Override
  public void beginLogging(boolean debug) {
    Logging.configure(debug);
  }

  @Override
  public void run(EffectiveConfig config, ConfigLoader loader, Surroundings surroundings)
      throws DeviceException {
    Logging.configure(config.debug());
    Logging.setDebug(config.debug());
    EndOfThread.endsTheProcess();
    new AgentRun(config, loader, surroundings).run();
  }
}
