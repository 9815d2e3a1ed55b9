package io.wirelink.simulation;

import io.wirelink.agent.Action;
import io.wirelink.agent.AgentConfig;
import io.wirelink.agent.Event;
import io.wirelink.agent.RememberedMesh;
import io.wirelink.agent.Time;
import io.wirelink.device.PrivateKey;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * What runs on a host as its agent: a state machine that takes events and answers with actions. The
 * real agent is one; tests bring others.
 */
public interface Program {

  /** Starts a program on a host. */
  @FunctionalInterface
  interface Starter {
    /**
     * Starts it.
     *
     * @param config how it shall behave
     * @param key the host's key
     * @param start the host's clocks at this moment
     * @param random its source of chance
     * @param remembered what the program that ran there before has kept; empty if nothing
     */
    Program start(
        AgentConfig config,
        PrivateKey key,
        Time start,
        RandomGenerator random,
        Optional<RememberedMesh> remembered);
  }

  /** Takes what happened, of which there may be nothing, and says what is to be done. */
  List<Action> step(Time now, List<Event> events);

  /** Whether an event is to be taken in at once; if not, the next step is soon enough. */
  default boolean isUrgent(Event event) {
    return true;
  }

  /** When {@link #step} must be called at the latest, by the host's monotonic clock. */
  long deadlineNanos();
}
