package io.wirelink.simulation;

import io.wirelink.agent.Action;
import io.wirelink.agent.AgentConfig;
import io.wirelink.agent.Event;
import io.wirelink.agent.Time;
import io.wirelink.device.Cidr;
import io.wirelink.device.DeviceChange;
import io.wirelink.device.Endpoint;
import io.wirelink.device.PeerChange;
import io.wirelink.gossip.Opened;
import io.wirelink.gossip.Sealer;
import io.wirelink.invitation.InvitationLine;
import io.wirelink.invitation.JoinMessage;
import java.security.InvalidKeyException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** A host with a line, which asks the router once a second until it is answered for its key. */
final class AskingHost implements Program {

  private static final long AGAIN_NANOS = 1_000_000_000L;

  private final Host host;
  private final InvitationLine line;
  private final Sealer sealer;
  private long nextNanos = Long.MIN_VALUE;
  private JoinMessage.@Nullable Answer answer;

  private AskingHost(Host host, InvitationLine line, RandomGenerator random) {
    this.host = host;
    this.line = line;
    this.sealer = new Sealer(line.oneTimeKey(), random);
  }

  /** Gives a host the one-time key, and lets it begin to ask. */
  static AskingHost begin(Host host, InvitationLine line, Mesh mesh) {
    var program = new AskingHost(host, line, mesh.simulation().newRandom());
    PeerChange router =
        PeerChange.add(line.router())
            .withEndpoint(Endpoint.parse(line.endpoints().getFirst().toString()))
            .withAllowedIps(Set.of(Cidr.host(line.router().linkLocalAddress())));
    host.wireGuard()
        .apply(
            new DeviceChange(line.oneTimeKey(), HostPlan.LISTEN_PORT, null, true, List.of(router)));
    host.startAgent(AgentConfig.DEFAULT, (config, key, start, random, remembered) -> program);
    return program;
  }

  /** What it was answered; null as long as it was not. */
  JoinMessage.@Nullable Answer answer() {
    return answer;
  }

  /**
   * Lets it be what it was described as: a leaf with a key of its own, and the router as its peer.
   */
  void becomeMember(Mesh mesh) {
    JoinMessage.Answer welcome = answer;
    if (welcome == null || welcome.verdict() != JoinMessage.Verdict.WELCOME) {
      throw new AssertionError("nobody has let it in: " + welcome);
    }
    if (!welcome.key().equals(host.publicKey())
        || !welcome.addresses().getFirst().address().equals(host.tunnelAddress())) {
      throw new AssertionError("this is for somebody else: " + welcome);
    }
    // Another device, as wg-quick makes it, which is configured as that of any leaf.
    mesh.powerOff(host.name());
    mesh.powerOn(host.name());
  }

  @Override
  public List<Action> step(Time now, List<Event> events) {
    for (Event event : events) {
      if (event instanceof Event.PacketArrived(var source, byte[] packet)
          && sealer.open(packet, line.router()::equals)
              instanceof Opened.Accepted(var sender, byte[] inner)
          && JoinMessage.in(inner).orElse(null) instanceof JoinMessage.Answer said
          && said.key().equals(host.publicKey())) {
        answer = said;
      }
    }
    List<Action> actions = new ArrayList<>();
    if (answer == null && now.monotonicNanos() >= nextNanos) {
      nextNanos = now.monotonicNanos() + AGAIN_NANOS;
      byte[] inner = new JoinMessage.Request(host.publicKey()).inner();
      try {
        byte[] packet = sealer.seal(line.router(), inner);
        actions.add(new Action.Send(line.router(), line.router().linkLocalAddress(), packet));
      } catch (InvalidKeyException e) {
        throw new AssertionError(e);
      }
    }
    return actions;
  }

  @Override
  public long deadlineNanos() {
    return answer == null ? nextNanos : Long.MAX_VALUE;
  }
}
