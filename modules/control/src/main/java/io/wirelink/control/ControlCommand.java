package io.wirelink.control;

import java.util.List;
import java.util.concurrent.TimeoutException;

/** One thing that can be asked of an agent at its control socket (docs/control.md). */
public interface ControlCommand {

  /** What a request calls it. */
  String name();

  /** The parameters that a request for it may have; one with another is refused. */
  default List<String> parameters() {
    return List.of();
  }

  /**
   * Does what is asked, and says what the answer holds.
   *
   * @param parameters those of the request, none that this does not take
   * @throws ControlException if the request cannot be understood or done; the message says why
   * @throws TimeoutException if the agent does not answer in time
   */
  ControlAnswer answer(ControlParameters parameters)
      throws ControlException, InterruptedException, TimeoutException;
}
