package io.wirelink.device;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a WireGuard device says of one peer.
 *
 * @param publicKey the peer's key
 * @param endpoint where packets to it are sent; null as long as none is known
 * @param lastHandshake when the last handshake was completed, by the wall clock; null if there was
 *     none
 * @param receivedBytes bytes received from the peer since it was added
 * @param sentBytes bytes sent to the peer since it was added
 * @param keepaliveSeconds the persistent keepalive interval; 0 when it is off
 * @param allowedIps the networks that are routed to the peer and accepted from it, masked
 * @param presharedKey what can be told of its preshared key
 */
public record PeerState(
    PublicKey publicKey,
    @Nullable Endpoint endpoint,
    @Nullable Instant lastHandshake,
    long receivedBytes,
    long sentBytes,
    int keepaliveSeconds,
    Set<Cidr> allowedIps,
    PresharedKeyPrint presharedKey) {

  /** Keeps a copy of the networks. */
  public PeerState {
    allowedIps = Set.copyOf(allowedIps);
  }

  /** A peer without a preshared key. */
  public PeerState(
      PublicKey publicKey,
      @Nullable Endpoint endpoint,
      @Nullable Instant lastHandshake,
      long receivedBytes,
      long sentBytes,
      int keepaliveSeconds,
      Set<Cidr> allowedIps) {
    this(
        publicKey,
        endpoint,
        lastHandshake,
        receivedBytes,
        sentBytes,
        keepaliveSeconds,
        allowedIps,
        PresharedKeyPrint.NONE);
  }
}
