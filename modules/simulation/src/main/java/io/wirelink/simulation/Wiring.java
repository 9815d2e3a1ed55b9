package io.wirelink.simulation;

import io.wirelink.device.Cidr;
import io.wirelink.device.Endpoint;
import io.wirelink.device.IpAddress;
import io.wirelink.portmap.Gateway;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The networks of a mesh that is built: the internet, LANs, and what is between them. */
final class Wiring {

  static final String INTERNET = "internet";

  private final Simulation simulation;
  private final Segment internet;
  private final Set<String> mapping;
  private final Set<Endpoint> routers;
  private final Map<String, Segment> segments = new LinkedHashMap<>();
  private final Map<String, Nat> nats = new LinkedHashMap<>();

  /**
   * All LANs and their NATs, and nobody on them.
   *
   * @param mapping the names of LANs whose NAT maps ports to hosts that ask for it
   * @param routers where routers are called, for firewalls that let out nothing else
   */
  Wiring(
      Simulation simulation,
      LinkQuality quality,
      Collection<Lan> lans,
      Set<String> mapping,
      Set<Endpoint> routers) {
    this.simulation = simulation;
    this.mapping = mapping;
    this.routers = routers;
    internet = new Segment(simulation, INTERNET, true, quality);
    segments.put(INTERNET, internet);
    for (Lan lan : lans) {
      var segment = new Segment(simulation, "lan " + lan.name(), false, LinkQuality.LAN);
      segments.put(lan.name(), segment);
      NatKind kind = lan.kind();
      if (kind != null) {
        nats.put(lan.name(), nat(lan, kind, segment));
      }
    }
  }

  /** The NAT that is next to those on the LAN. */
  private Nat nat(Lan lan, NatKind kind, Segment inside) {
    Cidr outside = HostPlan.publicAddress(lan.number());
    Cidr gateway = lan.gateway(lan.number());
    String name = "nat " + lan.name();
    if (kind != NatKind.CARRIER) {
      Nat nat = new Nat(simulation, name, kind, inside, gateway, internet, outside);
      if (kind == NatKind.UDP_BLOCKED) {
        nat.letOutOnlyTo(routers);
      }
      return nat;
    }
    String carrier = "carrier of " + lan.name();
    var customers = new Segment(simulation, carrier, false, LinkQuality.LAN);
    new Nat(simulation, carrier, kind, customers, lan.carrier(), internet, outside);
    Nat home =
        new Nat(
            simulation,
            name,
            NatKind.PORT_PRESERVING,
            inside,
            gateway,
            customers,
            lan.customerOfCarrier());
    home.setGateway(lan.carrier().address());
    return home;
  }

  /** Gives a host an interface on a LAN, or on the internet if there is none. */
  void plugIn(Host host, String nic, @Nullable Lan lan, int number) {
    if (lan == null) {
      host.addInterface(nic, internet, HostPlan.publicAddress(number), null);
      return;
    }
    Segment segment = segments.getOrDefault(lan.name(), internet);
    IpAddress address = lan.address(number).address();
    Cidr gateway = lan.gateway(number);
    host.addInterface(nic, segment, lan.address(number), gateway.address());
    Nat nat = nats.get(lan.name());
    if (nat == null) {
      Cidr outside = HostPlan.publicAddress(number);
      new StaticNat(simulation, "nat " + host.name(), segment, gateway, address, internet, outside);
    } else if (mapping.contains(lan.name())) {
      host.setGateway(new MappingGateway(nat, new Gateway(gateway.address(), 0, address)));
    }
  }

  /** All networks by their name. */
  Map<String, Segment> segments() {
    return segments;
  }

  /** All NATs of LANs, by the name of the LAN. */
  Map<String, Nat> nats() {
    return nats;
  }
}
