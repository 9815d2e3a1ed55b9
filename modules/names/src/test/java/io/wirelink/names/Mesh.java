package io.wirelink.names;

import io.wirelink.device.Cidr;
import io.wirelink.device.IpAddress;
import io.wirelink.device.PublicKey;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** A small mesh by its claims, for tests. */
final class Mesh {
  static final NameDomain DOMAIN = new NameDomain("wg0.wirelink");
  static final List<Cidr> NETWORKS = List.of(Cidr.parse("10.77.0.0/24"), Cidr.parse("fd77::/64"));

  private Mesh() {}

  static PublicKey key(int number) {
    return new PublicKey((long) number << 56, 0, 0, 0);
  }

  static NameClaim said(int key, String name, String... addresses) {
    return claim(key, name, false, addresses);
  }

  static NameClaim configured(int key, String name, String... addresses) {
    return claim(key, name, true, addresses);
  }

  private static NameClaim claim(int key, String name, boolean configured, String... addresses) {
    return new NameClaim(
        key(key),
        name,
        configured,
        Arrays.stream(addresses).map(IpAddress::parse).collect(Collectors.toSet()));
  }

  static Zone zone(NameClaim... claims) {
    return Zone.of(DOMAIN, List.of(claims), NETWORKS);
  }

  /** A router without an address of its own, and two leaves, one of which is out of the network. */
  static Zone some() {
    return zone(
        said(1, "router"),
        said(2, "Leaf1", "10.77.0.11", "fd77::11"),
        said(3, "leaf2", "10.99.0.12"));
  }
}
