package io.wirelink.names;

import io.wirelink.device.IpAddress;
import io.wirelink.device.PublicKey;
import java.util.Set;

/**
 * What a host is said to be called.
 *
 * @param key the host
 * @param name the name, which may be anything
 * @param configured whether this host's own configuration says so, and not somebody in the mesh
 * @param addresses where the host is, in any order
 */
public record NameClaim(PublicKey key, String name, boolean configured, Set<IpAddress> addresses) {

  /** Keeps a copy. */
  public NameClaim {
    addresses = Set.copyOf(addresses);
  }
}
