package io.wirelink.control;

import static io.wirelink.control.ControlException.Kind.FAILED;

import io.wirelink.agent.RotationRefusedException;
import io.wirelink.agent.RotationStep;
import io.wirelink.agent.RunnableAgent;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeoutException;

/**
 * Has this host take another key, one step after the other.
 *
 * @param agent whose host it is
 * @param reload knows whether what is known is kept
 */
public record RotateControl(RunnableAgent agent, Reload reload) implements ControlCommand {
  public static final String NAME = "rotate";
  public static final String STEP = "step";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<String> parameters() {
    return List.of(STEP);
  }

  @Override
  public ControlAnswer answer(ControlParameters parameters)
      throws ControlException, InterruptedException, TimeoutException {
    if (!reload.current().state()) {
      throw new ControlException(
          FAILED, "no state is kept on this host, and so no other key, which a restart would lose");
    }
    try {
      agent.rotate(step(parameters.required(STEP)));
    } catch (RotationRefusedException e) {
      throw new ControlException(FAILED, String.valueOf(e.getMessage()));
    }
    return json -> {};
  }

  private static RotationStep step(String word) throws ControlException {
    try {
      return RotationStep.valueOf(word.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new ControlException(FAILED, "a step is begin, change or withdraw");
    }
  }
}
