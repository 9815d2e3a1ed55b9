package io.wirelink.simulation;

import io.wirelink.device.Cidr;
import io.wirelink.device.IpAddress;
import io.wirelink.device.PublicKey;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Cryptokey routing: which peer a packet goes to, and which peer it may come from. */
final class AllowedIpTable {

  private final Map<Cidr, PublicKey> owners = new LinkedHashMap<>();

  /** Gives a network to a peer, and takes it from whoever had it. */
  void put(Cidr network, PublicKey peer) {
    owners.put(network.masked(), peer);
  }

  void removeAll(PublicKey peer) {
    owners.values().removeIf(peer::equals);
  }

  Set<Cidr> of(PublicKey peer) {
    return owners.entrySet().stream()
        .filter(entry -> entry.getValue().equals(peer))
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  /** The peer with the longest network that holds the address; null if there is none. */
  @Nullable PublicKey lookup(IpAddress address) {
    PublicKey best = null;
    int bestLength = -1;
    for (Map.Entry<Cidr, PublicKey> entry : owners.entrySet()) {
      int length = entry.getKey().prefixLength();
      if (length > bestLength && entry.getKey().contains(address)) {
        best = entry.getValue();
        bestLength = length;
      }
    }
    return best;
  }
}
