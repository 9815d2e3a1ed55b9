package io.wirelink.netlink;

import static io.wirelink.netlink.GuestMesh.on;

import java.io.IOException;
import java.util.List;

/** What the kernel of a host counts of pings: what traffic is seen by, without disturbing it. */
enum Echoes {
  /** Questions that it has sent. */
  ASKED("OutEchos"),
  /** Answers that have come. */
  ANSWERS("InEchoReps"),
  /** Questions that have come. */
  QUESTIONS("InEchos");

  private final String name;

  Echoes(String name) {
    this.name = name;
  }

  /** How many there were on a host since it is there. */
  long count(String host) throws IOException, InterruptedException {
    List<String> icmp =
        on(host, "cat", "/proc/net/snmp").lines().filter(l -> l.startsWith("Icmp:")).toList();
    int column = List.of(icmp.getFirst().split(" ", -1)).indexOf(name);
    return Long.parseLong(icmp.getLast().split(" ", -1)[column]);
  }
}
