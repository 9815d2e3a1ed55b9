package io.wirelink.simulation;

import io.wirelink.agent.Action;
import io.wirelink.agent.Event;
import io.wirelink.agent.Time;
import java.util.List;

/** Watches all programs of a mesh, to judge what they do. What it throws ends the simulation. */
public interface Observer {

  /** A program is about to take events. */
  default void stepped(Host host, Time now, List<Event> events) {}

  /** A program wants something to be done. */
  default void acted(Host host, Time now, Action action) {}
}
