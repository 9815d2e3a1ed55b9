package io.wirelink.control;

import io.wirelink.agent.ViewSource;
import java.util.List;
import java.util.concurrent.TimeoutException;

/**
 * Lets a client see what happens to facts from now on.
 *
 * @param agent knows the names that a filter may use
 * @param watch sees it happen
 */
public record WatchControl(ViewSource agent, FactWatch watch) implements ControlCommand {
  public static final String NAME = "watch";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<String> parameters() {
    return FactFilter.PARAMETERS;
  }

  @Override
  public ControlAnswer answer(ControlParameters parameters)
      throws ControlException, InterruptedException, TimeoutException {
    FactFilter filter = FactFilter.of(parameters, agent.view());
    return new ControlAnswer.Streaming(
        json -> json.writeBooleanField("watching", true), () -> watch.watch(filter));
  }
}
