package io.wirelink.agent;

import io.wirelink.device.DeviceException;
import io.wirelink.device.PublicKey;
import io.wirelink.invitation.Invitation;
import io.wirelink.invitation.InvitationLine;
import io.wirelink.invitation.InvitationRefusedException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;

/**
 * An agent as those around it see it. One thread calls {@link #run}; all others may call the rest
 * at any time. What asks the agent waits for it at most a few seconds, and never the agent for who
 * asks.
 */
public interface RunnableAgent extends ViewSource {

  /**
   * Runs until {@link #stop}.
   *
   * @throws DeviceException if the agent cannot start, or the device is gone; the message is for
   *     the operator
   */
  void run() throws DeviceException;

  /** Ends {@link #run} soon, also one that has not begun. */
  void stop();

  /**
   * Asks the agent for all that bears on whether a host is reached directly; of a key that nobody
   * knows too.
   *
   * @throws TimeoutException if it does not answer in time
   */
  PeerStory story(PublicKey key) throws InterruptedException, TimeoutException;

  /**
   * Asks the agent for everybody whom it knows, has heard of, or knew before, with their names,
   * which are empty where none is known.
   *
   * @throws TimeoutException if it does not answer in time
   */
  Map<PublicKey, String> knownNames() throws InterruptedException, TimeoutException;

  /** Lets the agent log its facts and peers. */
  void logState();

  /**
   * Puts another configuration in force, except for the port, which stays as it is. What is
   * believed is judged again by it, and the other agents are asked for what was rejected before.
   *
   * @throws TimeoutException if the agent does not answer in time; it does so later, or never
   */
  void reconfigure(AgentConfig config) throws InterruptedException, TimeoutException;

  /**
   * Takes a new boot id, so that all other agents tell again what they know, and begins anew to
   * look for peers that cannot be reached.
   *
   * @throws TimeoutException if the agent does not answer in time
   */
  void refresh() throws InterruptedException, TimeoutException;

  /**
   * Asks others to go by other routers than this host, or takes that back. It lasts until the agent
   * ends.
   *
   * @return whether that is news
   * @throws TimeoutException if the agent does not answer in time
   */
  boolean drain(boolean draining) throws InterruptedException, TimeoutException;

  /**
   * Forgets all that was learned about a peer, and lets the other agents tell again what they know.
   * A peer that this agent has put on the device, and that the configuration does not name, is
   * removed from it.
   *
   * @throws TimeoutException if the agent does not answer in time
   */
  Forgotten forget(PublicKey peer) throws InterruptedException, TimeoutException;

  /**
   * Invites somebody.
   *
   * @return the line for the newcomer, which is kept nowhere
   * @throws InvitationRefusedException if nobody can be invited so; the message says why
   * @throws TimeoutException if the agent does not answer in time
   */
  InvitationLine invite(InvitationWish wish)
      throws InvitationRefusedException, InterruptedException, TimeoutException;

  /**
   * Asks for all invitations, the oldest first.
   *
   * @throws TimeoutException if the agent does not answer in time
   */
  List<Invitation> invitations() throws InterruptedException, TimeoutException;

  /**
   * Takes back an invitation, and with it the membership of who came by it.
   *
   * @return the invitation; empty if there is none of that name
   * @throws TimeoutException if the agent does not answer in time
   */
  Optional<Invitation> takeBack(String name) throws InterruptedException, TimeoutException;

  /**
   * Removes a host from the mesh, as soon as that is on this host's disk.
   *
   * @return whether it was not removed before
   * @throws RemovalRefusedException if this host does not decide on that; the message says why
   * @throws TimeoutException if the agent does not answer in time
   */
  boolean remove(PublicKey key)
      throws RemovalRefusedException, InterruptedException, TimeoutException;

  /**
   * Lets a key back that was removed.
   *
   * @return what becomes of it, as it stands now
   * @throws RemovalRefusedException if this host does not decide on that; the message says why
   * @throws TimeoutException if the agent does not answer in time
   */
  LetBack letBack(PublicKey key)
      throws RemovalRefusedException, InterruptedException, TimeoutException;

  /**
   * Asks for all that was said of who is removed, the latest last.
   *
   * @throws TimeoutException if the agent does not answer in time
   */
  List<RemovalView> removals() throws InterruptedException, TimeoutException;

  /**
   * Has this host take another key, or a step towards that.
   *
   * @throws RotationRefusedException if that cannot be now; the message says why
   * @throws TimeoutException if the agent does not answer in time
   */
  void rotate(RotationStep step)
      throws RotationRefusedException, InterruptedException, TimeoutException;

  /**
   * Asks how it stands with rotations.
   *
   * @throws TimeoutException if the agent does not answer in time
   */
  RotationsView rotations() throws InterruptedException, TimeoutException;

  /**
   * Whether {@link #run} has ended since the device has another key, so that another agent is to
   * run in place of this one.
   */
  boolean isKeyChanged();

  /**
   * What became of a peer that was to be forgotten.
   *
   * @param facts how many facts about it were believed on others' word
   * @param onDevice whether the device has it
   * @param removed whether it is removed from the device
   */
  record Forgotten(int facts, boolean onDevice, boolean removed) {}
}
