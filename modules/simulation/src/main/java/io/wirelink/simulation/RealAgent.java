package io.wirelink.simulation;

import io.wirelink.agent.Action;
import io.wirelink.agent.Agent;
import io.wirelink.agent.AgentConfig;
import io.wirelink.agent.AgentListener;
import io.wirelink.agent.AgentView;
import io.wirelink.agent.Capabilities;
import io.wirelink.agent.Event;
import io.wirelink.agent.Joining;
import io.wirelink.agent.PeerStory;
import io.wirelink.agent.PresharedKeys;
import io.wirelink.agent.RememberedMesh;
import io.wirelink.agent.Removing;
import io.wirelink.agent.Rotations;
import io.wirelink.agent.Time;
import io.wirelink.device.PrivateKey;
import io.wirelink.device.PublicKey;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** The agent that runs on real hosts, in a simulated one. */
public final class RealAgent implements Program {

  private final Agent agent;

  /** Starts an agent, which may have run before. */
  public RealAgent(
      AgentConfig config,
      PrivateKey key,
      Time start,
      RandomGenerator random,
      Optional<RememberedMesh> remembered) {
    this(
        new Agent(
            config, key, start, random, AgentListener.NONE, remembered, Capabilities.of(true)));
  }

  private RealAgent(Agent agent) {
    this.agent = agent;
  }

  /**
   * Starts agents that understand no more than this of what agents of this project say to each
   * other beyond the protocol of all.
   *
   * @param capabilities the bits of docs/protocol.md, "Capabilities"
   */
  public static Program.Starter understanding(int capabilities) {
    return (config, key, start, random, remembered) ->
        new RealAgent(
            new Agent(config, key, start, random, AgentListener.NONE, remembered, capabilities));
  }

  @Override
  public List<Action> step(Time now, List<Event> events) {
    return agent.step(now, events);
  }

  @Override
  public boolean isUrgent(Event event) {
    return agent.isUrgent(event);
  }

  @Override
  public long deadlineNanos() {
    return agent.deadlineNanos();
  }

  /** Asks others to go by other routers, or takes that back. */
  void drain(boolean draining) {
    agent.drain(draining);
  }

  /** Lets others in. */
  Joining joining() {
    return agent.joining();
  }

  /** Removes others. */
  Removing removing() {
    return agent.removing();
  }

  /** Gives the host another key. */
  Rotations rotations() {
    return agent.rotations();
  }

  /** Agrees on preshared keys with others. */
  PresharedKeys presharedKeys() {
    return agent.presharedKeys();
  }

  /** What is to be kept when the agent ends. */
  Optional<RememberedMesh> atEnd() {
    return agent.atEnd();
  }

  /** What is to be done when the agent ends and the host goes on. */
  List<Action> leave() {
    return agent.leave();
  }

  /** All that bears on whether a host is reached directly. */
  PeerStory story(PublicKey key, Time now) {
    return agent.story(key, now);
  }

  /** Everybody whom the agent knows or has known, with their names. */
  Map<PublicKey, String> knownNames() {
    return agent.knownNames();
  }

  /** What the agent knows and does. */
  public AgentView view(Time now) {
    return agent.view(now, 0);
  }
}
