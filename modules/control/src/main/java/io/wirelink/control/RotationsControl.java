package io.wirelink.control;

import io.wirelink.agent.RotationsView;
import io.wirelink.agent.RunnableAgent;
import java.util.concurrent.TimeoutException;

/**
 * Answers how it stands with hosts that take another key.
 *
 * @param agent who is asked
 */
public record RotationsControl(RunnableAgent agent) implements ControlCommand {
  public static final String NAME = "rotations";

  /** The field with this host's own; null if no other key was made for it. */
  public static final String OWN = "own";

  /** The field with those of others, and this host's that are over, the latest last. */
  public static final String HOSTS = "hosts";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public ControlAnswer answer(ControlParameters parameters)
      throws InterruptedException, TimeoutException {
    RotationsView all = agent.rotations();
    return json -> RotationsJson.write(json, all);
  }
}
