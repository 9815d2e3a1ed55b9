package io.wirelink.control;

import io.wirelink.agent.RunnableAgent;
import java.util.concurrent.TimeoutException;

/**
 * Asks others to go by other routers than this host, or takes that back.
 *
 * @param agent who asks them
 * @param draining whether they are asked to leave, and not to come back
 */
public record DrainControl(RunnableAgent agent, boolean draining) implements ControlCommand {
  public static final String DRAIN = "drain";
  public static final String UNDRAIN = "undrain";

  /** The field that says whether anything has changed. */
  public static final String CHANGED = "changed";

  @Override
  public String name() {
    return draining ? DRAIN : UNDRAIN;
  }

  @Override
  public ControlAnswer answer(ControlParameters parameters)
      throws InterruptedException, TimeoutException {
    boolean changed = agent.drain(draining);
    return json -> {
      json.writeBooleanField("draining", draining);
      json.writeBooleanField(CHANGED, changed);
    };
  }
}
