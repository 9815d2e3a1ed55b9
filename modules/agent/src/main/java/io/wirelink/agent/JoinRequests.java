package io.wirelink.agent;

import io.wirelink.device.IpAddress;
import io.wirelink.device.PublicKey;
import io.wirelink.gossip.Allowance;
import io.wirelink.gossip.Opened;
import io.wirelink.gossip.Sealer;
import io.wirelink.invitation.JoinMessage;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Takes what newcomers ask under one-time keys, and nothing else, from the packets of these. */
final class JoinRequests {

  /** How much whoever has a line may make this host do: an X25519 and a packet each time. */
  private static final int MOST_REQUESTS = 8;

  private static final long REQUEST_NANOS = 250_000_000L;

  private final Mesh mesh;
  private final AgentClock clock;
  private final Sealer sealer;
  private final Rejections rejections;
  private final Map<IpAddress, PublicKey> byAddress = new HashMap<>();
  private final Map<PublicKey, Allowance> allowances = new HashMap<>();

  JoinRequests(Mesh mesh, AgentClock clock, Sealer sealer, Rejections rejections) {
    this.mesh = mesh;
    this.clock = clock;
    this.sealer = sealer;
    this.rejections = rejections;
  }

  /**
   * What somebody asks for.
   *
   * @param oneTimeKey under which it asks
   * @param key the key that it has made for itself
   */
  record Asked(PublicKey oneTimeKey, PublicKey key) {}

  /** Takes requests under these one-time keys and no others from now on. */
  void expect(Set<PublicKey> oneTimeKeys) {
    byAddress.clear();
    oneTimeKeys.forEach(key -> byAddress.put(key.linkLocalAddress(), key));
    allowances.keySet().retainAll(oneTimeKeys);
  }

  /** Whether an address is that of a one-time key. */
  boolean areFrom(IpAddress source) {
    return byAddress.containsKey(source) && mesh.devicePeerAt(source) == null;
  }

  /** The request in a packet from such an address; nothing if there is none, or too many come. */
  Optional<Asked> in(IpAddress source, byte[] packet) {
    PublicKey oneTimeKey = byAddress.get(source);
    if (oneTimeKey == null || !allowanceOf(oneTimeKey).take(clock.nowNanos())) {
      return Optional.empty();
    }
    switch (sealer.open(packet, oneTimeKey::equals)) {
      case Opened.Rejected rejected ->
          reject(RejectionRule.NOT_AUTHENTIC, source, rejected.reason().toString());
      case Opened.Accepted accepted -> {
        Optional<JoinMessage> message = JoinMessage.in(accepted.inner());
        if (message.isPresent() && message.get() instanceof JoinMessage.Request(PublicKey key)) {
          return Optional.of(new Asked(oneTimeKey, key));
        }
        reject(RejectionRule.NOT_TRUSTED, source, accepted.inner().length + " bytes");
      }
    }
    return Optional.empty();
  }

  private Allowance allowanceOf(PublicKey oneTimeKey) {
    return allowances.computeIfAbsent(
        oneTimeKey, key -> new Allowance(MOST_REQUESTS, REQUEST_NANOS));
  }

  private void reject(RejectionRule rule, IpAddress source, String detail) {
    String name = "a newcomer at " + source;
    rejections.count(rule, source, name, () -> detail, clock.nowNanos());
  }
}
