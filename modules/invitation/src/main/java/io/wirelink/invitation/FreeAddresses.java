package io.wirelink.invitation;

import io.wirelink.device.Cidr;
import io.wirelink.device.IpAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Finds addresses that nobody has. Routers that lead to the same network each have a share of it:
 * of those in the order of their keys, the first gives away every number that leaves no rest, the
 * second the next ones, and so on. So they do not give the same one to two newcomers, even while
 * they hear nothing of each other.
 *
 * @param networks the networks of the router's tunnel, each with an address of its own in it
 * @param taken what is routed to anybody, and what was promised
 * @param share this router's share, from 0 on
 * @param shares how many there are, at least 1
 */
public record FreeAddresses(List<Cidr> networks, Collection<Cidr> taken, int share, int shares) {

  /** The highest number of a host that is tried: there are more addresses than a mesh has hosts. */
  private static final int MAX_NUMBER = 0xffff;

  /** Keeps copies. */
  public FreeAddresses {
    networks = List.copyOf(networks);
    taken = List.copyOf(taken);
  }

  /**
   * The addresses of a newcomer: of all networks that with the lowest number of this router's share
   * that is free in each of them.
   *
   * @return each with the length of its network; empty if there is none left, or no network
   */
  public Optional<List<Cidr>> next() {
    if (networks.isEmpty()) {
      return Optional.empty();
    }
    for (int number = 1 + share; number < MAX_NUMBER; number += shares) {
      List<Cidr> addresses = numbered(number);
      if (addresses.size() == networks.size()) {
        return Optional.of(addresses);
      }
    }
    return Optional.empty();
  }

  private List<Cidr> numbered(int number) {
    List<Cidr> addresses = new ArrayList<>();
    for (Cidr network : networks) {
      int hostBits = network.address().family().bits() - network.prefixLength();
      // The last address of an IPv4 network is its broadcast address (RFC 919, 7).
      if (hostBits < Integer.SIZE && number >= (1L << hostBits) - 1) {
        return List.of();
      }
      IpAddress first = network.masked().address();
      IpAddress address = new IpAddress(first.family(), first.high(), first.low() + number);
      if (isFree(address)) {
        addresses.add(new Cidr(address, network.prefixLength()));
      }
    }
    return addresses;
  }

  /**
   * Whether nobody has an address: what is routed to somebody contains it, and is no more than a
   * part of the network that it is of.
   */
  public boolean isFree(IpAddress address) {
    return isFree(Cidr.host(address));
  }

  /**
   * The same of a network, or of a single address, that is to be routed to somebody. What is no
   * part of a network of the tunnel is free.
   */
  public boolean isFree(Cidr cidr) {
    return networks.stream().noneMatch(own -> Cidr.host(own.address()).equals(cidr))
        && taken.stream()
            .noneMatch(
                other ->
                    other.contains(cidr)
                        && networks.stream()
                            .anyMatch(
                                network ->
                                    network.contains(cidr)
                                        && network.prefixLength() < other.prefixLength()));
  }

  /** Whether an address is in one of the networks. */
  public boolean isInside(IpAddress address) {
    return networks.stream().anyMatch(network -> network.contains(address));
  }
}
