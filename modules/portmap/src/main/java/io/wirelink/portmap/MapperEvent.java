package io.wirelink.portmap;

import io.wirelink.device.Endpoint;
import java.util.List;

/** Something that happened, told to the {@link PortMapper}. */
sealed interface MapperEvent {

  /**
   * Something else is wanted from now on.
   *
   * @param wish what
   */
  record Wanted(PortWish wish) implements MapperEvent {}

  /**
   * The default gateways were read.
   *
   * @param gateways all of them, the preferred ones first
   */
  record GatewaysRead(List<Gateway> gateways) implements MapperEvent {

    /** Keeps a copy of the list. */
    public GatewaysRead {
      gateways = List.copyOf(gateways);
    }
  }

  /**
   * A datagram came to where this gateway is asked from.
   *
   * @param gateway the gateway
   * @param source who sent it, which may be anybody
   * @param packet its bytes
   */
  record Received(Gateway gateway, Endpoint source, byte[] packet) implements MapperEvent {}

  /**
   * What was sent to a gateway did not get there: it is away, or nobody listens there.
   *
   * @param gateway the gateway
   */
  record Unreachable(Gateway gateway) implements MapperEvent {}
}
