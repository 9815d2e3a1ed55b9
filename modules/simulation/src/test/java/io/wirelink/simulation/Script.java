package io.wirelink.simulation;

import io.wirelink.agent.Action;
import io.wirelink.agent.AgentConfig;
import io.wirelink.agent.Event;
import io.wirelink.agent.RememberedMesh;
import io.wirelink.agent.Time;
import io.wirelink.device.PrivateKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** A program that does what a test tells it, and keeps what it is told. */
final class Script implements Program {

  final List<Event> events = new ArrayList<>();
  final List<Time> steps = new ArrayList<>();
  final List<Action> next = new ArrayList<>();
  long deadlineNanos = Long.MAX_VALUE;

  static Program start(
      AgentConfig config,
      PrivateKey key,
      Time now,
      RandomGenerator random,
      Optional<RememberedMesh> remembered) {
    return new Script();
  }

  /** The script that runs on a host. */
  static Script on(Mesh mesh, String host) {
    return (Script) mesh.host(host).program().orElseThrow();
  }

  @Override
  public List<Action> step(Time now, List<Event> happened) {
    steps.add(now);
    events.addAll(happened);
    deadlineNanos = Long.MAX_VALUE;
    List<Action> actions = List.copyOf(next);
    next.clear();
    return actions;
  }

  @Override
  public long deadlineNanos() {
    return deadlineNanos;
  }
}
