package io.wirelink.agent;

import io.wirelink.device.Cidr;
import io.wirelink.device.Endpoint;
import io.wirelink.device.IpAddress;
import io.wirelink.device.PublicKey;
import io.wirelink.fact.NatBehavior;
import io.wirelink.fact.NatBehavior.Mapping;
import io.wirelink.fact.NatBehavior.Ports;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Finds out how the NAT before this host behaves, from where others see it: what RFC 5780 does with
 * a server of several addresses, with peers in place of those.
 *
 * <p>One who lies, and is no router, changes no verdict on which the others agree.
 */
final class NatDiscovery {

  /**
   * How much a router's word weighs, where a leaf's weighs 1: it is trusted with more, and a single
   * leaf must not outdo it.
   */
  static final int ROUTER_WEIGHT = 2;

  /**
   * How long another verdict has to hold: after a NAT has lost its mappings, all others hear this
   * host within half a minute, say so, and until then seem to see it at several ports.
   */
  static final long SETTLE_NANOS = Duration.ofSeconds(60).toNanos();

  /** The shared address space of carriers (RFC 6598). */
  private static final Cidr CARRIERS = Cidr.parse("100.64.0.0/10");

  /**
   * Who sees this host where.
   *
   * @param by who
   * @param router whether that is a router
   * @param at where its packets come from
   * @param saidNanos when it said so last
   */
  record Witness(PublicKey by, boolean router, Endpoint at, long saidNanos) {
    int weight() {
      return router ? ROUTER_WEIGHT : 1;
    }
  }

  /**
   * What this host knows of itself.
   *
   * @param port WireGuard's UDP port; 0 if it has none
   * @param addresses its addresses outside of the tunnel
   * @param nested whether a gateway says that its own address outside is a private one
   */
  record Host(int port, Set<IpAddress> addresses, boolean nested) {}

  private Set<IpAddress> addresses = Set.of();
  private long movedNanos = Long.MIN_VALUE;
  private NatBehavior verdict = NatBehavior.UNKNOWN;
  private NatBehavior apparent = NatBehavior.UNKNOWN;
  private long apparentNanos = Long.MIN_VALUE;

  /** The verdict at the last look. */
  NatBehavior verdict() {
    return verdict;
  }

  /**
   * Since when this host is in the network in which it is now; {@link Long#MIN_VALUE} if always.
   */
  long movedNanos() {
    return movedNanos;
  }

  /** Whether all has looked the same for so long that the verdict is as it looks. */
  boolean isSettled(long nowNanos) {
    return nowNanos - apparentNanos >= SETTLE_NANOS;
  }

  /**
   * Looks at what there is.
   *
   * @param witnesses those whose word is not too old
   * @return the verdict
   */
  NatBehavior look(Host host, List<Witness> witnesses, long nowNanos) {
    if (!host.addresses().containsAll(addresses)) {
      // It is in another network. What was said before is about the one that it was in.
      movedNanos = nowNanos;
      verdict = NatBehavior.UNKNOWN;
    }
    addresses = v4(host.addresses());
    NatBehavior now =
        apparent(host, witnesses.stream().filter(each -> each.saidNanos() >= movedNanos).toList());
    if (!now.equals(apparent)) {
      apparent = now;
      apparentNanos = nowNanos;
    }
    // A gateway that is asked again says nothing for a moment.
    boolean carrierLost = verdict.carrierGrade() && !now.carrierGrade();
    boolean harmless =
        verdict.mapping() == Mapping.UNKNOWN
            && now.mapping() != Mapping.ENDPOINT_DEPENDENT
            && !carrierLost;
    if (harmless || nowNanos - apparentNanos >= SETTLE_NANOS) {
      verdict = now;
    }
    return verdict;
  }

  /** Those of IPv6 change every day where privacy extensions are on, which says nothing. */
  private static Set<IpAddress> v4(Set<IpAddress> all) {
    return Set.copyOf(all.stream().filter(NatDiscovery::isV4).toList());
  }

  private static boolean isV4(IpAddress address) {
    return address.family() == IpAddress.Family.V4;
  }

  /** What it looks like at a moment. */
  private static NatBehavior apparent(Host host, List<Witness> witnesses) {
    boolean carrierGrade = host.nested() || host.addresses().stream().anyMatch(CARRIERS::contains);
    List<Witness> v4 = witnesses.stream().filter(each -> isV4(each.at().address())).toList();
    // IPv6 is hardly ever translated, and says nothing of what is done to IPv4.
    List<Witness> counted = fromBeyond(host, v4.isEmpty() ? witnesses : v4);
    List<Witness> there = mostlySeenBy(counted, each -> each.at().address());
    if (2 * weight(there) <= weight(counted)) {
      return new NatBehavior(Mapping.UNKNOWN, Ports.UNKNOWN, carrierGrade);
    }
    if (host.addresses().contains(there.getFirst().at().address())) {
      Mapping mapping = weight(there) < ROUTER_WEIGHT ? Mapping.UNKNOWN : Mapping.NONE;
      return new NatBehavior(mapping, Ports.UNKNOWN, carrierGrade);
    }
    return translated(host.port(), there, carrierGrade);
  }

  /**
   * Those who see it through what is to be known: who shares a private network with it sees it
   * there as it is, however many of those there are. Where only one leaf sees it elsewhere, or
   * nobody, there is nothing beyond that network.
   */
  private static List<Witness> fromBeyond(Host host, List<Witness> witnesses) {
    List<Witness> beyond =
        witnesses.stream()
            .filter(
                each ->
                    !each.at().address().isPrivate()
                        || !host.addresses().contains(each.at().address()))
            .toList();
    return weight(beyond) >= ROUTER_WEIGHT ? beyond : witnesses;
  }

  /**
   * What the ports of one address outside tell. In truth all see the same, or each another one.
   *
   * <p>One leaf that disagrees with a router or with two others may lie. Two that do so do not,
   * unless twice their weight agrees.
   */
  private static NatBehavior translated(int port, List<Witness> there, boolean carrierGrade) {
    List<Witness> agreeing = mostlySeenBy(there, each -> each.at().port());
    int others = weight(there) - weight(agreeing);
    boolean kept = agreeing.getFirst().at().port() == port;
    if (agreeing.size() > 1 && 2 * others <= weight(agreeing)) {
      Ports ports = kept ? Ports.PRESERVED : Ports.ARBITRARY;
      return new NatBehavior(Mapping.ENDPOINT_INDEPENDENT, ports, carrierGrade);
    }
    if (others >= ROUTER_WEIGHT) {
      Ports ports = isSequential(there) ? Ports.SEQUENTIAL : Ports.ARBITRARY;
      return new NatBehavior(Mapping.ENDPOINT_DEPENDENT, ports, carrierGrade);
    }
    boolean byRouter = agreeing.stream().anyMatch(Witness::router);
    Ports ports = !byRouter ? Ports.UNKNOWN : kept ? Ports.PRESERVED : Ports.ARBITRARY;
    return new NatBehavior(Mapping.UNKNOWN, ports, carrierGrade);
  }

  /** Those who see the same as most do, by weight; none if there are none. */
  private static <T extends Comparable<T>> List<Witness> mostlySeenBy(
      List<Witness> witnesses, Function<Witness, T> seen) {
    Map<T, List<Witness>> groups =
        witnesses.stream().collect(Collectors.groupingBy(seen, TreeMap::new, Collectors.toList()));
    return groups.values().stream()
        .max(Comparator.comparingInt(NatDiscovery::weight))
        .orElse(List.of());
  }

  /**
   * Whether each port is a little above the one before, but for that of one leaf at most. Who
   * speaks first was not called first, so that the order in which they do tells nothing.
   */
  private static boolean isSequential(List<Witness> there) {
    List<Witness> byPort =
        there.stream().sorted(Comparator.comparingInt(each -> each.at().port())).toList();
    if (isRising(byPort)) {
      return true;
    }
    for (Witness each : byPort) {
      List<Witness> without = new ArrayList<>(byPort);
      without.remove(each);
      if (!each.router() && without.size() > 2 && isRising(without)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isRising(List<Witness> byPort) {
    for (int i = 1; i < byPort.size(); i++) {
      int step = byPort.get(i).at().port() - byPort.get(i - 1).at().port();
      if (step < 1 || step > NatBehavior.MAX_STEP) {
        return false;
      }
    }
    return true;
  }

  private static int weight(List<Witness> witnesses) {
    return witnesses.stream().mapToInt(Witness::weight).sum();
  }
}
