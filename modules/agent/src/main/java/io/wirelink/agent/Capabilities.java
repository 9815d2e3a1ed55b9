package io.wirelink.agent;

import io.wirelink.fact.CompactCodec;
import io.wirelink.gossip.PathMessage;
import io.wirelink.gossip.PresharedMessage;
import io.wirelink.gossip.RemovalMessage;
import io.wirelink.gossip.Renewal;
import io.wirelink.gossip.RotationMessage;
import io.wirelink.gossip.Stamps;

/**
 * What an agent understands beyond the protocol of all, as a set of bits (docs/protocol.md,
 * "Capabilities").
 */
public final class Capabilities {

  /** What every agent of this project understands, on whatever host. */
  public static final int COMMON =
      Stamps.CAPABILITY
          | Sightings.CAPABILITY
          | Nats.CAPABILITY
          | PathMessage.PROBES
          | PathMessage.PASSING
          | Renewal.CAPABILITY
          | CompactCodec.CAPABILITY
          | RemovalMessage.CAPABILITY
          | RotationMessage.CAPABILITY;

  private Capabilities() {}

  /**
   * What one understands on a host.
   *
   * @param kem whether what it has computed elsewhere ({@link Action.Encapsulate}) can be, and what
   *     comes of it can be kept ({@link Action.KeepPresharedKeys})
   */
  public static int of(boolean kem) {
    return COMMON | (kem ? PresharedMessage.CAPABILITY : 0);
  }
}
