package io.wirelink.simulation;

import io.wirelink.device.Endpoint;
import io.wirelink.portmap.Gateway;
import io.wirelink.portmap.MappingProtocol;
import io.wirelink.portmap.MappingStatus;
import io.wirelink.portmap.Obstacle;
import io.wirelink.portmap.PortWish;
import java.time.Duration;
import java.util.List;

/**
 * A NAT that maps a port to a host that asks for it, as by PCP, and never takes it back by itself;
 * but nothing if there is another NAT beyond it, as miniupnpd has it.
 *
 * @param nat the NAT
 * @param gateway what it is to the host
 */
record MappingGateway(Nat nat, Gateway gateway) {

  /** How long a mapping is said to last: as long as is believed. */
  private static final long LIFETIME_NANOS = Duration.ofDays(1).toNanos();

  /** From the wish to the answer. */
  static final long ANSWER_NANOS = 20 * Times.MILLISECOND;

  /** Gives what is wanted and nothing else, and says how it stands then. */
  List<MappingStatus> give(PortWish wish, long nowNanos) {
    nat.endForwards(gateway.local());
    if (!wish.protocols().contains(MappingProtocol.PCP)) {
      return List.of();
    }
    if (nat.outsideAddress().isPrivate()) {
      return List.of(new MappingStatus.Unmapped(gateway, Obstacle.NO_EXTERNAL_ADDRESS));
    }
    Endpoint external = nat.forward(new Endpoint(gateway.local(), wish.port()));
    return List.of(
        new MappingStatus.Mapped(
            gateway, MappingProtocol.PCP, external, nowNanos + LIFETIME_NANOS));
  }
}
