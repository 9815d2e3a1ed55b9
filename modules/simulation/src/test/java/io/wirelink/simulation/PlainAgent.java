package io.wirelink.simulation;

import io.wirelink.agent.Action;
import io.wirelink.agent.AgentConfig;
import io.wirelink.agent.Event;
import io.wirelink.agent.RememberedMesh;
import io.wirelink.agent.Time;
import io.wirelink.device.DeviceState;
import io.wirelink.device.PeerState;
import io.wirelink.device.PrivateKey;
import io.wirelink.device.PublicKey;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * An agent as others make them: it speaks the protocol of all and nothing beyond it, and knows of a
 * path by the age of the handshake alone. That is the real agent without capabilities, which sees
 * no traffic: as far as it can tell, every peer answers all the time.
 */
final class PlainAgent implements Program {

  private static final Program.Starter WITHOUT_CAPABILITIES = RealAgent.understanding(0);

  private final Program agent;
  private long readings;

  PlainAgent(
      AgentConfig config,
      PrivateKey key,
      Time start,
      RandomGenerator random,
      Optional<RememberedMesh> remembered) {
    agent = WITHOUT_CAPABILITIES.start(config, key, start, random, remembered);
  }

  @Override
  public List<Action> step(Time now, List<Event> events) {
    return agent.step(now, events.stream().map(this::seen).toList()).stream()
        .filter(action -> !(action instanceof Action.ReadCounters))
        .toList();
  }

  private Event seen(Event event) {
    return event instanceof Event.DeviceRead(DeviceState device)
        ? new Event.DeviceRead(withoutTraffic(device))
        : event;
  }

  private DeviceState withoutTraffic(DeviceState device) {
    readings++;
    Map<PublicKey, PeerState> peers = new LinkedHashMap<>();
    for (PeerState peer : device.peers().values()) {
      peers.put(
          peer.publicKey(),
          new PeerState(
              peer.publicKey(),
              peer.endpoint(),
              peer.lastHandshake(),
              readings,
              0,
              peer.keepaliveSeconds(),
              peer.allowedIps()));
    }
    return new DeviceState(
        device.name(), device.publicKey(), device.listenPort(), device.firewallMark(), peers);
  }

  @Override
  public long deadlineNanos() {
    return agent.deadlineNanos();
  }
}
