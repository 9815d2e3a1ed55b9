package io.wirelink.loop;

import io.wirelink.agent.AgentView;
import io.wirelink.device.PublicKey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes all that an agent knows into the log, for an operator who has nothing but a signal to
 * send.
 */
final class StateLog {

  private static final Logger log = LoggerFactory.getLogger(StateLog.class);

  private StateLog() {}

  static void write(AgentView view) {
    StringBuilder text = new StringBuilder("Current facts:");
    for (AgentView.KnownFact known : view.facts()) {
      text.append(
          "\n{a:%c s:%s v:%s ttl:%d}"
              .formatted(
                  known.fact().attribute().letter(),
                  view.nameOf(known.fact().subject()),
                  known.fact().value(),
                  known.ttlSeconds()));
    }
    text.append("\nCurrent peers:");
    for (AgentView.KnownPeer peer : view.peers()) {
      text.append("\nPeer ").append(view.nameOf(peer.key())).append(" is ").append(describe(peer));
    }
    PublicKey self = view.self();
    text.append("\nSelf: ")
        .append(view.nameOf(self))
        .append(view.router() ? ", a router" : ", a leaf");
    log.info("{}", text);
  }

  private static String describe(AgentView.KnownPeer peer) {
    String health = peer.healthy() ? "healthy" : "unhealthy";
    String life = peer.basic() ? "basic" : peer.alive() ? "alive" : "not alive";
    String path =
        switch (peer.path()) {
          case DIRECT -> "reached directly at " + peer.endpoint();
          case ROUTED -> "reached by a router";
          case DOWN -> "not reached";
        };
    return health + " and " + life + ", " + path;
  }
}
