package io.wirelink.agent;

import io.wirelink.device.PublicKey;
import io.wirelink.path.PathBreak;
import java.util.List;
import java.util.function.Supplier;

/**
 * Is told what an agent does while it does it: by the thread that runs the agent, which waits for
 * it. So it must return at once, and must not throw.
 */
public interface AgentListener {

  /** Who does not care. */
  AgentListener NONE = new AgentListener() {};

  /** The agent has its device and its socket, and begins. */
  default void started() {}

  /**
   * The agent took in what had happened and did what follows from it. That comes about at least
   * every 5 s, unless the agent hangs.
   *
   * @param nanos how long it took
   */
  default void stepped(long nanos) {}

  /**
   * What is believed has changed, or something was rejected.
   *
   * @param notice makes the notice; to be asked now or never, and only by who needs it
   */
  default void happened(Supplier<FactNotice> notice) {}

  /**
   * A peer's networks are routed to it directly from now on.
   *
   * @param peer the peer
   * @param nanos how long that took since there was an endpoint to try, or since the path was lost
   */
  default void becameDirect(PublicKey peer, long nanos) {}

  /**
   * A direct path was given up, and its traffic is given to a router from now on.
   *
   * @param peer the peer
   * @param reason why
   * @param nanos for how long traffic by the path may have got lost until now, as far as this host
   *     saw
   */
  default void leftDirect(PublicKey peer, PathBreak reason, long nanos) {}

  /** Tells all of these, in order. */
  static AgentListener all(List<AgentListener> listeners) {
    return new AgentListener() {
      private final List<AgentListener> all = List.copyOf(listeners);

      @Override
      public void started() {
        all.forEach(AgentListener::started);
      }

      @Override
      public void stepped(long nanos) {
        for (AgentListener each : all) {
          each.stepped(nanos);
        }
      }

      @Override
      public void happened(Supplier<FactNotice> notice) {
        all.forEach(each -> each.happened(notice));
      }

      @Override
      public void becameDirect(PublicKey peer, long nanos) {
        all.forEach(each -> each.becameDirect(peer, nanos));
      }

      @Override
      public void leftDirect(PublicKey peer, PathBreak reason, long nanos) {
        all.forEach(each -> each.leftDirect(peer, reason, nanos));
      }
    };
  }
}
