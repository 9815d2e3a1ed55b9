package io.wirelink.device;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a WireGuard device says of itself, without its private key.
 *
 * @param name the interface's name
 * @param publicKey the public half of its key; null as long as no key is set
 * @param listenPort the UDP port that it listens on; 0 if it has none
 * @param firewallMark the mark of the packets that it sends, 32 bits without a sign; 0 when off
 * @param peers its peers by key, in the device's order
 */
public record DeviceState(
    String name,
    @Nullable PublicKey publicKey,
    int listenPort,
    int firewallMark,
    Map<PublicKey, PeerState> peers) {

  /** Keeps a copy of the peers in their order. */
  public DeviceState {
    peers = Collections.unmodifiableMap(new LinkedHashMap<>(peers));
  }
}
