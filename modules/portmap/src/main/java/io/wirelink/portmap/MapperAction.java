package io.wirelink.portmap;

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
