package io.wirelink.simulation;

import io.wirelink.device.Cidr;
import io.wirelink.device.Endpoint;
import io.wirelink.device.IpAddress;
import io.wirelink.device.PrivateKey;
import io.wirelink.device.PublicKey;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A host to be built, and its addresses, which follow from its number.
 *
 * @param name its name
 * @param router whether it forwards for all others
 * @param admitted whether routers have it as a peer from the start
 * @param lan where it is; null on the internet
 * @param number its number in the mesh
 * @param key its WireGuard key
 * @param networksBehind networks that are reached by it, beside the tunnel's own if it is a router
 */
record HostPlan(
    String name,
    boolean router,
    boolean admitted,
    @Nullable Lan lan,
    int number,
    PrivateKey key,
    List<Cidr> networksBehind) {

  /** The network of all tunnels' addresses. */
  static final Cidr TUNNEL = Cidr.parse("10.77.0.0/24");

  /** The listen port of every host, so that NATs have something to collide on. */
  static final int LISTEN_PORT = 51820;

  private static final Cidr PUBLIC = Cidr.parse("203.0.113.0/24");

  HostPlan withNetworkBehind(Cidr network) {
    List<Cidr> networks = new ArrayList<>(networksBehind);
    networks.add(network);
    return new HostPlan(name, router, admitted, lan, number, key, List.copyOf(networks));
  }

  PublicKey publicKey() {
    return key.publicKey();
  }

  Cidr tunnelAddress() {
    return within(TUNNEL, number, TUNNEL.prefixLength());
  }

  /** Its own address in the tunnel, as a network of one. */
  Cidr ownNetwork() {
    return Cidr.host(tunnelAddress().address());
  }

  /** All that is routed to it where nobody else is. */
  Set<Cidr> networks() {
    Set<Cidr> networks = new LinkedHashSet<>(networksBehind);
    networks.add(router ? TUNNEL : ownNetwork());
    return networks;
  }

  /** Where it is reached from the internet: by itself, or by its 1:1 NAT. */
  Endpoint publicEndpoint() {
    return new Endpoint(publicAddress(number).address(), LISTEN_PORT);
  }

  /** Where another host knows it: on a LAN that both are on, or on the internet. */
  Endpoint endpointFor(HostPlan other) {
    return lan != null && lan.equals(other.lan)
        ? new Endpoint(lan.address(number).address(), LISTEN_PORT)
        : publicEndpoint();
  }

  static Cidr publicAddress(int number) {
    return within(PUBLIC, number, PUBLIC.prefixLength());
  }

  /** The address of a network with this host number. */
  static Cidr within(Cidr network, int host, int prefixLength) {
    return new Cidr(IpAddress.v4((int) network.address().low() + host), prefixLength);
  }
}
