package io.wirelink.launcher;

import io.wirelink.command.AgentLauncher;
import io.wirelink.command.Surroundings;
import io.wirelink.config.ConfigLoader;
import io.wirelink.config.EffectiveConfig;
import io.wirelink.device.DeviceException;

/** Makes this process one that logs, and one that runs an agent. */
final class ProcessLauncher implements AgentLauncher {
  /** What is promised is a second; the rest is for ending the process. */
  private static final long END_MILLIS = 800;

  private final long endMillis;

  /** That of this process. */
  ProcessLauncher() {
    this(END_MILLIS);
  }

  /**
   * The same with other patience.
   *
   * @param endMillis how long an agent that was told to end may take, before the process ends
   */
  ProcessLauncher(long endMillis) {
    this.endMillis = endMillis;
  }

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
    new AgentRun(config, loader, surroundings, endMillis).run();
  }
}
