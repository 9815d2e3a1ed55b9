package io.wirelink.agent;

import io.wirelink.device.Cidr;
import io.wirelink.device.IpAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which peers have a network, on the device or by what is said: so that whoever asks for one looks
 * at those and not at all peers.
 */
final class NetworkIndex {

  private final Map<Cidr, Set<Peer>> peers = new HashMap<>();
  private final int[] v4Lengths = new int[IpAddress.Family.V4.bits() + 1];
  private final int[] v6Lengths = new int[IpAddress.Family.V6.bits() + 1];

  /** Notes that the peer has the network, with bits behind the prefix or without. */
  void add(Cidr cidr, Peer peer) {
    Cidr network = cidr.masked();
    Set<Peer> having = peers.get(network);
    if (having == null) {
      having = new LinkedHashSet<>(2);
      peers.put(network, having);
      lengths(network.address())[network.prefixLength()]++;
    }
    having.add(peer);
  }

  /** Notes that the peer has it no more, neither on the device nor by what is said. */
  void remove(Cidr cidr, Peer peer) {
    Cidr network = cidr.masked();
    Set<Peer> having = peers.get(network);
    if (having != null && having.remove(peer) && having.isEmpty()) {
      peers.remove(network);
      lengths(network.address())[network.prefixLength()]--;
    }
  }

  /** Who has exactly this network. */
  List<Peer> having(Cidr cidr) {
    return List.copyOf(peers.getOrDefault(cidr.masked(), Set.of()));
  }

  /** Who has this network or one that it lies in. */
  List<Peer> covering(Cidr cidr) {
    int[] lengths = lengths(cidr.address());
    List<Peer> covering = new ArrayList<>();
    for (int length = cidr.prefixLength(); length >= 0; length--) {
      if (lengths[length] > 0) {
        covering.addAll(peers.getOrDefault(new Cidr(cidr.address(), length).masked(), Set.of()));
      }
    }
    return covering;
  }

  private int[] lengths(IpAddress address) {
    return switch (address.family()) {
      case V4 -> v4Lengths;
      case V6 -> v6Lengths;
    };
  }
}
