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

  /** Something that came from a gateway, or should have. */
  sealed interface FromGateway extends MapperEvent {
    /** The gateway. */
    Gateway gateway();
  }

  /**
   * A datagram came to where this gateway is asked from.
   *
   * @param gateway the gateway
   * @param source who sent it, which may be anybody
   * @param packet its bytes
   */
  record Received(Gateway gateway, Endpoint source, byte[] packet) implements FromGateway {}

  /**
   * The server of a gateway has answered.
   *
   * @param gateway the gateway
   * @param exchange the number of the question
   * @param response what it says
   */
  record Answered(Gateway gateway, int exchange, HttpResponse response) implements FromGateway {}

  /**
   * The server of a gateway has not answered: it is not there, or says nothing, or nothing that can
   * be read, or too much.
   *
   * @param gateway the gateway
   * @param exchange the number of the question
   */
  record Unanswered(Gateway gateway, int exchange) implements FromGateway {}

  /**
   * What was sent to a gateway did not get there: it is away, or nobody listens there.
   *
   * @param gateway the gateway
   * @param port its UDP port
   */
  record Unreachable(Gateway gateway, int port) implements MapperEvent {}
}
