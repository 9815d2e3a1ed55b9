package io.wirelink.device;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A change to one peer of a device. What it does not name stays as it is.
 *
 * @param publicKey the peer
 * @param remove whether the peer is to be removed; everything else is then ignored
 * @param updateOnly whether the change is dropped, not an error, if the peer is not there ({@code
 *     WGPEER_F_UPDATE_ONLY})
 * @param endpoint the new endpoint; null to keep it
 * @param keepaliveSeconds the new persistent keepalive interval, 0 to 65535, 0 for off; null to
 *     keep it
 * @param replaceAllowedIps whether the networks given replace those that the peer has ({@code
 *     WGPEER_F_REPLACE_ALLOWEDIPS}); else they are added
 * @param allowedIps the networks to add or to set; one that another peer has moves here
 * @param presharedKey the new preshared key, {@link PresharedKey#NONE} for none; null to keep it. A
 *     session goes on without it until the next handshake
 */
public record PeerChange(
    PublicKey publicKey,
    boolean remove,
    boolean updateOnly,
    @Nullable Endpoint endpoint,
    @Nullable Integer keepaliveSeconds,
    boolean replaceAllowedIps,
    Set<Cidr> allowedIps,
    @Nullable PresharedKey presharedKey) {

  /** The longest persistent keepalive interval in seconds; the device keeps it in 16 bits. */
  public static final int MAX_KEEPALIVE_SECONDS = 65535;

  /**
   * Keeps a copy of the networks.
   *
   * @throws IllegalArgumentException if the keepalive interval is out of range
   */
  public PeerChange {
    if (keepaliveSeconds != null
        && (keepaliveSeconds < 0 || keepaliveSeconds > MAX_KEEPALIVE_SECONDS)) {
      throw new IllegalArgumentException(
          "a keepalive interval is 0 to " + MAX_KEEPALIVE_SECONDS + " s, not " + keepaliveSeconds);
    }
    allowedIps = Set.copyOf(allowedIps);
  }

  /** Adds the peer if it is not there, and changes nothing yet. */
  public static PeerChange add(PublicKey peer) {
    return new PeerChange(peer, false, false, null, null, false, Set.of(), null);
  }

  /** Applies only if the peer is there, and changes nothing yet. */
  public static PeerChange update(PublicKey peer) {
    return new PeerChange(peer, false, true, null, null, false, Set.of(), null);
  }

  /** Removes the peer if it is there. */
  public static PeerChange remove(PublicKey peer) {
    return new PeerChange(peer, true, true, null, null, false, Set.of(), null);
  }

  /** The same with this endpoint. */
  public PeerChange withEndpoint(Endpoint newEndpoint) {
    return new PeerChange(
        publicKey,
        remove,
        updateOnly,
        newEndpoint,
        keepaliveSeconds,
        replaceAllowedIps,
        allowedIps,
        presharedKey);
  }

  /** The same with this persistent keepalive interval in seconds, 0 for off. */
  public PeerChange withKeepalive(int seconds) {
    return new PeerChange(
        publicKey,
        remove,
        updateOnly,
        endpoint,
        seconds,
        replaceAllowedIps,
        allowedIps,
        presharedKey);
  }

  /** The same, adding these networks. */
  public PeerChange withAllowedIps(Set<Cidr> added) {
    return new PeerChange(
        publicKey, remove, updateOnly, endpoint, keepaliveSeconds, false, added, presharedKey);
  }

  /** The same, with these networks instead of those that the peer has. */
  public PeerChange withOnlyAllowedIps(Set<Cidr> replacement) {
    return new PeerChange(
        publicKey, remove, updateOnly, endpoint, keepaliveSeconds, true, replacement, presharedKey);
  }

  /** The same with this preshared key, {@link PresharedKey#NONE} for none. */
  public PeerChange withPresharedKey(PresharedKey key) {
    return new PeerChange(
        publicKey,
        remove,
        updateOnly,
        endpoint,
        keepaliveSeconds,
        replaceAllowedIps,
        allowedIps,
        key);
  }
}
