package io.wirelink.names;

import io.wirelink.device.Cidr;
import io.wirelink.device.IpAddress;
import io.wirelink.device.PublicKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Who is called what at one moment, once claims that collide were refused.
 *
 * <p>A name that the configuration of this host gives to one host is that host's, whatever the mesh
 * says. Of two that have it with the same right nobody has it: whoever spoke first or last, or is
 * asked for more often, must not be what decides where somebody's password goes.
 */
public final class Zone {

  /**
   * How many addresses of a family are told of a host: a mesh has one or two, and so no answer is
   * larger than what every resolver takes ({@link Answerer}).
   */
  static final int MAX_ADDRESSES = 8;

  /**
   * A host by its name.
   *
   * @param label the name, as a label of DNS in small letters
   * @param key the host
   * @param addresses where it is, at most {@link #MAX_ADDRESSES} of each family, IPv4 first
   */
  public record Host(String label, PublicKey key, List<IpAddress> addresses) {
    /** Keeps a copy. */
    public Host {
      addresses = List.copyOf(addresses);
    }
  }

  private final NameDomain domain;
  private final Map<String, Host> hosts = new LinkedHashMap<>();
  private final NavigableMap<IpAddress, List<String>> labels = new TreeMap<>();
  private final List<Cidr> reverseZones;
  private final List<RefusedName> refused = new ArrayList<>();

  private Zone(NameDomain domain, Collection<Cidr> networks) {
    this.domain = domain;
    this.reverseZones =
        networks.stream().flatMap(each -> ReverseName.zones(each).stream()).distinct().toList();
  }

  /**
   * Decides who has which name.
   *
   * @param domain what all names end with
   * @param claims what hosts are said to be called, one for each host
   * @param networks those of the tunnel, of which nobody else knows the names
   */
  public static Zone of(
      NameDomain domain, Collection<NameClaim> claims, Collection<Cidr> networks) {
    Zone zone = new Zone(domain, networks);
    Map<String, List<NameClaim>> byLabel = new TreeMap<>();
    claims.stream()
        .sorted(Comparator.comparing(NameClaim::key))
        .forEach(claim -> zone.sort(claim, byLabel));
    byLabel.forEach(zone::decide);
    return zone;
  }

  private void sort(NameClaim claim, Map<String, List<NameClaim>> byLabel) {
    Optional<String> label = HostLabel.of(claim.name());
    if (label.isEmpty()) {
      refuse(claim, RefusedName.Reason.NO_LABEL);
    } else if (!claim.configured() && HostLabel.isReserved(label.get())) {
      refuse(claim, RefusedName.Reason.RESERVED);
    } else {
      byLabel.computeIfAbsent(label.get(), any -> new ArrayList<>()).add(claim);
    }
  }

  private void refuse(NameClaim claim, RefusedName.Reason reason) {
    refused.add(new RefusedName(claim.key(), claim.name(), reason, null));
  }

  private void decide(String label, List<NameClaim> claims) {
    List<NameClaim> configured = claims.stream().filter(NameClaim::configured).toList();
    List<NameClaim> best = configured.isEmpty() ? claims : configured;
    if (best.size() == 1) {
      add(label, best.getFirst());
    }
    for (NameClaim claim : claims) {
      if (best.size() > 1 && best.contains(claim)) {
        PublicKey other = best.get(best.getFirst().equals(claim) ? 1 : 0).key();
        refused.add(
            new RefusedName(claim.key(), claim.name(), RefusedName.Reason.CLAIMED_TWICE, other));
      } else if (!best.contains(claim)) {
        refused.add(
            new RefusedName(
                claim.key(),
                claim.name(),
                RefusedName.Reason.CONFIGURED_FOR_ANOTHER,
                best.getFirst().key()));
      }
    }
  }

  private void add(String label, NameClaim claim) {
    List<IpAddress> addresses = new ArrayList<>();
    for (IpAddress.Family family : IpAddress.Family.values()) {
      claim.addresses().stream()
          .filter(address -> address.family() == family)
          .sorted()
          .limit(MAX_ADDRESSES)
          .forEach(addresses::add);
    }
    hosts.put(label, new Host(label, claim.key(), addresses));
    for (IpAddress address : addresses) {
      List<String> there = labels.computeIfAbsent(address, any -> new ArrayList<>());
      if (there.size() < MAX_ADDRESSES) {
        there.add(label);
      }
    }
  }

  /** What all names end with. */
  public NameDomain domain() {
    return domain;
  }

  /** All hosts that have a name, by its alphabet. */
  public Collection<Host> hosts() {
    return Collections.unmodifiableCollection(hosts.values());
  }

  /** The host of this name, a label in small letters. */
  Optional<Host> host(String label) {
    return Optional.ofNullable(hosts.get(label));
  }

  /** The names of the hosts at an address, at most {@link #MAX_ADDRESSES}. */
  List<String> labelsAt(IpAddress address) {
    return Collections.unmodifiableList(labels.getOrDefault(address, List.of()));
  }

  /** Whether a host with a name is at an address of this network. */
  boolean hasAddressIn(Cidr network) {
    IpAddress next = labels.ceilingKey(network.masked().address());
    return next != null && network.contains(next);
  }

  /** The networks of the tunnel, in such parts as have a name of their own. */
  public List<Cidr> reverseZones() {
    return reverseZones;
  }

  /**
   * Of what an address or network is a part whose names this zone knows all of, and nobody else
   * knows: of a network of the tunnel, or else of itself, if a host is there; empty if of nothing.
   */
  Optional<Cidr> reverseZoneOf(Cidr part) {
    for (Cidr zone : reverseZones) {
      if (zone.contains(part)) {
        return Optional.of(zone);
      }
    }
    boolean ours = part.isHost() && labels.containsKey(part.address());
    return ours ? Optional.of(part) : Optional.empty();
  }

  /** The names that were refused. */
  public List<RefusedName> refused() {
    return Collections.unmodifiableList(refused);
  }
}
