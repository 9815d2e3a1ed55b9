package io.wirelink.control;

import io.wirelink.config.ConfigException;
import io.wirelink.config.ConfigProblem;
import java.util.List;
import java.util.concurrent.TimeoutException;

/**
 * Loads the configuration again.
 *
 * @param reload does it
 */
public record ReloadControl(Reload reload) implements ControlCommand {
  public static final String NAME = "reload";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public ControlAnswer answer(ControlParameters parameters)
      throws ControlException, InterruptedException, TimeoutException {
    try {
      List<String> changes = reload.run();
      return json -> {
        json.writeArrayFieldStart("changes");
        for (String change : changes) {
          json.writeString(change);
        }
        json.writeEndArray();
      };
    } catch (ConfigException e) {
      throw new ControlException(
          "the configuration is wrong, and the one before is still in force",
          e.problems().stream().map(ConfigProblem::sentence).toList());
    }
  }
}
