package io.wirelink.device;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A change to a device. What it does not name stays as it is.
 *
 * @param privateKey the new key; null to keep it
 * @param listenPort the new UDP port, 0 for a random one; null to keep it
 * @param firewallMark the new mark, 32 bits without a sign, 0 for off; null to keep it
 * @param replacePeers whether all peers that are not named are removed ({@code
 *     WGDEVICE_F_REPLACE_PEERS})
 * @param peers the changes to peers, applied in order
 */
public record DeviceChange(
    @Nullable PrivateKey privateKey,
    @Nullable Integer listenPort,
    @Nullable Integer firewallMark,
    boolean replacePeers,
    List<PeerChange> peers) {

  /**
   * Keeps a copy of the list.
   *
   * @throws IllegalArgumentException if the port is none
   */
  public DeviceChange {
    if (listenPort != null && (listenPort < 0 || listenPort > Endpoint.MAX_PORT)) {
      throw new IllegalArgumentException(
          "a listen port is 0 to " + Endpoint.MAX_PORT + ", not " + listenPort);
    }
    peers = List.copyOf(peers);
  }

  /** A change to peers only. */
  public static DeviceChange ofPeers(List<PeerChange> peers) {
    return new DeviceChange(null, null, null, false, peers);
  }
}
