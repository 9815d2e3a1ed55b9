package io.wirelink.agent;

import java.util.concurrent.TimeoutException;

/** Who can be asked what an agent knows. */
@FunctionalInterface
public interface ViewSource {

  /**
   * Asks the agent what it knows.
   *
   * @throws TimeoutException if it does not answer in time
   */
  AgentView view() throws InterruptedException, TimeoutException;
}
