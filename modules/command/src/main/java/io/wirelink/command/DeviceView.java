package io.wirelink.command;

import io.wirelink.device.Cidr;
import io.wirelink.device.DeviceState;
import io.wirelink.device.Endpoint;
import io.wirelink.device.HostInterface;
import io.wirelink.device.PeerState;
import io.wirelink.device.PublicKey;
import java.util.List;
import java.util.Map;

/**
 * A device with what it takes to show it to people and programs.
 *
 * @param device what it says of itself
 * @param backend through what it was read: {@code kernel} or {@code userspace}
 * @param names the names that the configuration gives to peers
 * @param interfaces the interfaces of the host
 */
record DeviceView(
    DeviceState device,
    String backend,
    Map<PublicKey, String> names,
    List<HostInterface> interfaces) {

  /** Keeps copies. */
  DeviceView {
    names = Map.copyOf(names);
    interfaces = List.copyOf(interfaces);
  }

  /** The name of a peer; empty if it has none. */
  String nameOf(PublicKey key) {
    return names.getOrDefault(key, "");
  }

  /**
   * An endpoint as {@code wg} writes it: its scope is the name of an interface, where it is one.
   */
  String written(Endpoint endpoint) {
    if (endpoint.scopeId() == 0) {
      return endpoint.toString();
    }
    String scope =
        interfaces.stream()
            .filter(candidate -> candidate.index() == endpoint.scopeId())
            .map(HostInterface::name)
            .findFirst()
            .orElse(Integer.toString(endpoint.scopeId()));
    return "[" + endpoint.address() + "%" + scope + "]:" + endpoint.port();
  }

  /** AllowedIPs in an order that does not depend on the backend. */
  static List<String> allowedIps(PeerState peer) {
    return peer.allowedIps().stream().sorted().map(Cidr::toString).toList();
  }

  /** The mark without a sign. */
  long firewallMark() {
    return Integer.toUnsignedLong(device.firewallMark());
  }
}
