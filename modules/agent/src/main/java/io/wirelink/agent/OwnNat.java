package io.wirelink.agent;

import io.wirelink.agent.NatDiscovery.Host;
import io.wirelink.agent.NatDiscovery.Witness;
import io.wirelink.device.DeviceState;
import io.wirelink.device.Endpoint;
import io.wirelink.device.HostInterface;
import io.wirelink.device.InterfaceAddress;
import io.wirelink.device.IpAddress;
import io.wirelink.fact.NatBehavior;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.LongFunction;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The NAT before this host, as far as it shows in what others say and gateways give. */
final class OwnNat {

  private static final Logger log = LoggerFactory.getLogger(OwnNat.class);

  private final Mesh mesh;
  private final Sightings sightings = new Sightings();
  private final NatDiscovery discovery = new NatDiscovery();

  OwnNat(Mesh mesh) {
    this.mesh = mesh;
  }

  /** Where others see this host. */
  Sightings sightings() {
    return sightings;
  }

  /** How it behaves, by the last look. */
  NatBehavior behavior() {
    return discovery.verdict();
  }

  /** Looks at what there is now, and says whether it behaves otherwise than at the last look. */
  boolean look(long nowNanos) {
    NatBehavior before = behavior();
    List<Witness> witnesses =
        sightings.current(nowNanos).stream()
            .map(
                each ->
                    new Witness(
                        each.by(),
                        mesh.isRouter(each.by()),
                        each.endpoint(),
                        each.sinceNanos(),
                        each.saidNanos()))
            .toList();
    NatBehavior now = discovery.look(host(), witnesses, nowNanos);
    if (before.mapping() != now.mapping() && now.mapping() != NatBehavior.Mapping.UNKNOWN) {
      log.info("The NAT before this host: {}", now.mapping().words());
    }
    return !before.equals(now);
  }

  private Host host() {
    return new Host(port(), addresses(), mesh.portMappings().isAnyBehindAnotherNat());
  }

  private int port() {
    DeviceState device = mesh.device();
    return device == null ? 0 : device.listenPort();
  }

  /** The addresses that packets to peers may come from. */
  private Set<IpAddress> addresses() {
    DeviceState device = mesh.device();
    String tunnel = device == null ? "" : device.name();
    return mesh.interfaces().stream()
        .filter(each -> each.up() && !each.name().equals(tunnel))
        .map(HostInterface::addresses)
        .flatMap(List::stream)
        .filter(InterfaceAddress::usable)
        .map(address -> address.cidr().address())
        .filter(IpAddress::isGlobalUnicast)
        .collect(Collectors.toSet());
  }

  /**
   * How it is at a moment.
   *
   * @param wallAt gives the wall time of a time of the agent
   */
  NatView at(long nowNanos, LongFunction<Instant> wallAt) {
    int port = port();
    return new NatView(
        behavior(),
        addresses().stream().map(address -> new Endpoint(address, port)).sorted().toList(),
        sightings.current(nowNanos).stream()
            .map(
                each ->
                    new NatView.Seen(
                        each.by(),
                        mesh.isRouter(each.by()),
                        each.endpoint(),
                        wallAt.apply(each.sinceNanos()),
                        wallAt.apply(each.expiresNanos())))
            .toList());
  }
}
