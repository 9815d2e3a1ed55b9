package io.wirelink.loop;

import io.wirelink.agent.Agent;
import io.wirelink.agent.AgentConfig;
import io.wirelink.agent.InvitationWish;
import io.wirelink.agent.LetBack;
import io.wirelink.agent.PeerStory;
import io.wirelink.agent.RemovalRefusedException;
import io.wirelink.agent.RemovalView;
import io.wirelink.agent.RotationRefusedException;
import io.wirelink.agent.RotationStep;
import io.wirelink.agent.RotationsView;
import io.wirelink.agent.RunnableAgent;
import io.wirelink.agent.Time;
import io.wirelink.device.PublicKey;
import io.wirelink.invitation.Invitation;
import io.wirelink.invitation.InvitationLine;
import io.wirelink.invitation.InvitationRefusedException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;

/** What an agent is asked by others than its own thread, which answers. */
abstract class AgentQuestions implements RunnableAgent {

  /** What waits for the agent's thread. */
  final InputQueue inputs;

  AgentQuestions(InputQueue inputs) {
    this.inputs = inputs;
  }

  @Override
  public PeerStory story(PublicKey key) throws InterruptedException, TimeoutException {
    return inputs.ask(agent -> agent.story(key, Time.now()));
  }

  @Override
  public Map<PublicKey, String> knownNames() throws InterruptedException, TimeoutException {
    return inputs.ask(Agent::knownNames);
  }

  @Override
  public void reconfigure(AgentConfig other) throws InterruptedException, TimeoutException {
    inputs.have(agent -> agent.reconfigure(other));
  }

  @Override
  public void refresh() throws InterruptedException, TimeoutException {
    inputs.have(Agent::refresh);
  }

  @Override
  public boolean drain(boolean draining) throws InterruptedException, TimeoutException {
    return inputs.ask(agent -> agent.drain(draining));
  }

  @Override
  public Forgotten forget(PublicKey peer) throws InterruptedException, TimeoutException {
    return inputs.ask(agent -> agent.forget(peer));
  }

  @Override
  public InvitationLine invite(InvitationWish wish)
      throws InvitationRefusedException, InterruptedException, TimeoutException {
    return inputs.ask(agent -> agent.joining().invite(wish), InvitationRefusedException.class);
  }

  @Override
  public List<Invitation> invitations() throws InterruptedException, TimeoutException {
    return inputs.ask(agent -> agent.joining().all());
  }

  @Override
  public Optional<Invitation> takeBack(String name) throws InterruptedException, TimeoutException {
    return inputs.ask(agent -> agent.joining().takeBack(name));
  }

  @Override
  public boolean remove(PublicKey key)
      throws RemovalRefusedException, InterruptedException, TimeoutException {
    return inputs.ask(agent -> agent.removing().remove(key), RemovalRefusedException.class);
  }

  @Override
  public LetBack letBack(PublicKey key)
      throws RemovalRefusedException, InterruptedException, TimeoutException {
    return inputs.ask(agent -> agent.removing().letBack(key), RemovalRefusedException.class);
  }

  @Override
  public List<RemovalView> removals() throws InterruptedException, TimeoutException {
    return inputs.ask(agent -> agent.removing().all());
  }

  @Override
  public void rotate(RotationStep step)
      throws RotationRefusedException, InterruptedException, TimeoutException {
    inputs.ask(agent -> step.take(agent.rotations()), RotationRefusedException.class);
  }

  @Override
  public RotationsView rotations() throws InterruptedException, TimeoutException {
    return inputs.ask(agent -> agent.rotations().views());
  }
}
