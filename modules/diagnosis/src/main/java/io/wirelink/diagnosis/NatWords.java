package io.wirelink.diagnosis;

import io.wirelink.fact.NatBehavior;
import io.wirelink.fact.NatBehavior.Ports;

/** What the NAT before a host is like, for people (docs/nat.md, "What NAT it is"). */
public final class NatWords {

  private NatWords() {}

  private static final String ALONE =
      "unknown until a second one sees the host, a router or a peer that is reached directly; ";

  /** What it does, as the rest of a sentence that begins with "NAT:". */
  public static String of(NatBehavior nat) {
    String what =
        switch (nat.mapping()) {
          case NONE -> "none, the host is seen at an address of its own";
          case ENDPOINT_INDEPENDENT ->
              "endpoint-independent mapping, one port for all destinations" + which(nat.ports());
          case ENDPOINT_DEPENDENT ->
              "endpoint-dependent mapping, a new port for each destination" + order(nat.ports());
          case UNKNOWN -> unknown(nat.ports());
        };
    return what
        + (nat.carrierGrade()
            ? "; there is another NAT beyond that of the own network, most likely a carrier's"
            : "")
        + (nat.udpBlocked() ? "; a firewall lets UDP through to routers alone" : "");
  }

  /** What stands in others' way by it, in a few words. */
  public static String brief(NatBehavior nat) {
    return nat.mapping() == NatBehavior.Mapping.ENDPOINT_DEPENDENT
        ? nat.mapping().words()
        : nat.udpBlocked() ? "UDP reaches routers alone" : "of a carrier";
  }

  private static String which(Ports ports) {
    return ports == Ports.PRESERVED ? ", the host's own" : ", another than the host's own";
  }

  private static String order(Ports ports) {
    return ports == Ports.SEQUENTIAL ? ", a little above the last one" : ", in no order";
  }

  private static String unknown(Ports ports) {
    return switch (ports) {
      case PRESERVED -> ALONE + "it keeps the port there";
      case ARBITRARY -> ALONE + "it changes the port there";
      case SEQUENTIAL, UNKNOWN -> "unknown, too few peers say where they see the host";
    };
  }
}
