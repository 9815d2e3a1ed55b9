package io.wirelink.control;

import io.wirelink.config.ConfigException;
import io.wirelink.config.EffectiveConfig;
import java.util.List;
import java.util.concurrent.TimeoutException;

/** Loads the configuration of a running agent again, for those who ask for it. */
public interface Reload {
  /** What is in force. */
  EffectiveConfig current();

  /**
   * Loads the configuration again and puts in force what can be.
   *
   * @return what has changed and what cannot, a line each; empty if everything is as it was
   * @throws ConfigException if the configuration is wrong; nothing has changed then
   * @throws TimeoutException if the agent does not take it in time
   */
  List<String> run() throws ConfigException, InterruptedException, TimeoutException;
}
