package io.wirelink.portmap;

import io.wirelink.device.Endpoint;
import java.util.List;

/** Something that the {@link PortMapper} wants to be done. */
sealed interface MapperAction {

  /**
   * Send a datagram to a gateway, from this host's address towards it.
   *
   * @param gateway the gateway
   * @param port its UDP port
   * @param packet the bytes
   */
  record Send(Gateway gateway, int port, byte[] packet) implements MapperAction {}

  /**
   * Send a datagram that gateways are looked for with, from this host's address towards one; it may
   * be answered from any port.
   *
   * @param gateway the gateway whose answer counts
   * @param to its own address, or the group that it is in
   * @param packet the bytes
   */
  record Search(Gateway gateway, Endpoint to, byte[] packet) implements MapperAction {}

  /**
   * Ask the server of a gateway, from this host's address towards it, and say {@link
   * MapperEvent.Answered} or {@link MapperEvent.Unanswered}.
   *
   * @param gateway the gateway
   * @param exchange the number of the question, which no other has
   * @param port the server's TCP port
   * @param request the bytes of an HTTP request after which the server ends the connection
   */
  record Ask(Gateway gateway, int exchange, int port, byte[] request) implements MapperAction {}

  /**
   * Tell who has the wish how it stands, which has changed.
   *
   * @param statuses of all gateways that are asked, in their order
   */
  record Tell(List<MappingStatus> statuses) implements MapperAction {

    /** Keeps a copy of the list. */
    public Tell {
      statuses = List.copyOf(statuses);
    }
  }
}
