package io.wirelink.config;

import java.util.List;

/** All keys that a configuration file is told to have, and what they mean. */
final class ConfigVocabulary {

  /** The keys of a file. */
  static final List<ConfigKey> FILE =
      List.of(
          new ConfigKey(
              "router",
              "true, false or \"auto\"",
              "\"auto\"",
              "WIRELINK_ROUTER",
              "Whether this host is a router: one that others send through, and whom they believe"
                  + " when it says what is routed where and who belongs to the mesh. With \"auto\""
                  + " it is one if it has no router among its peers."),
          new ConfigKey(
              "port",
              "a UDP port, or 0",
              "0, the one after WireGuard's own",
              "WIRELINK_PORT",
              "The UDP port that agents talk on, inside the tunnel. It must be the same on all"
                  + " hosts of the mesh."),
          new ConfigKey(
              "chatty",
              "true or false",
              "false",
              "WIRELINK_CHATTY",
              "Tell all facts to every peer, not only to routers and to those who are configured to"
                  + " hear them."),
          new ConfigKey("debug", "true or false", "false", "WIRELINK_DEBUG", "Log details."),
          new ConfigKey(
              "report-ifaces",
              "a list of globs",
              "all interfaces",
              "WIRELINK_REPORT_IFACES",
              "The interfaces whose addresses are told to others as places where this host may be"
                  + " reached."),
          new ConfigKey(
              "hide-ifaces",
              "a list of globs",
              "none",
              "WIRELINK_HIDE_IFACES",
              "The interfaces whose addresses are not told to others, whatever report-ifaces"
                  + " says."),
          new ConfigKey(
              "port-mapping",
              "\"auto\", \"off\", \"pcp\", \"nat-pmp\" or \"upnp\"",
              "\"auto\"",
              "WIRELINK_PORT_MAPPING",
              "Whether the default gateways are asked to lead a port of theirs to WireGuard's. With"
                  + " \"auto\" a leaf asks those in private networks, by PCP, NAT-PMP and UPnP; with the"
                  + " name of a protocol all are asked, by that one."),
          new ConfigKey(
              "preshared-keys",
              "\"auto\" or \"off\"",
              "\"auto\"",
              "WIRELINK_PRESHARED_KEYS",
              "Whether this host agrees on preshared keys with agents that can, so that what is"
                  + " recorded today is not read with a quantum computer later. One that is set"
                  + " by hand is never touched."),
          new ConfigKey(
              "metrics",
              "ADDRESS:PORT, or \"off\"",
              "\"off\"",
              "WIRELINK_METRICS",
              "Where this host serves metrics for Prometheus: an address of its own and a TCP port,"
                  + " such as 127.0.0.1:9586. A change takes a restart."),
          new ConfigKey(
              "state",
              "true or false",
              "true",
              "WIRELINK_STATE",
              "Keep what is known of the mesh in /var/lib/wirelink/IFACE.json, so that this host"
                  + " finds its peers again after a restart while no router is there to tell of"
                  + " them. A change takes a restart."),
          new ConfigKey(
              "names",
              "true, false or \"peers\"",
              "true",
              "WIRELINK_NAMES",
              "Whether the names of hosts are answered over DNS, at this host's link-local address"
                  + " in the tunnel, port 53: for this host alone, or for \"peers\" as well, such"
                  + " as those without an agent. A change takes a restart."),
          new ConfigKey(
              "domain",
              "a domain",
              "IFACE.wirelink",
              "WIRELINK_DOMAIN",
              "What the names of all hosts end with on this host. A change takes a restart."),
          new ConfigKey(
              "peers",
              "a list of peers",
              "none",
              "",
              "What is known of peers, and of this host itself, before anybody says it. The"
                  + " WireGuard interface need not have these peers yet: the agent adds them."));

  /** The keys of a peer. */
  static final List<ConfigKey> PEER =
      List.of(
          new ConfigKey(
              "PublicKey",
              "a key in base64",
              "",
              "",
              "Whom the rest is about. A peer with this host's own key is this host."),
          new ConfigKey(
              "Name",
              "a text",
              "none",
              "",
              "What to call the peer in the log and in what is shown."),
          new ConfigKey(
              "Trust",
              "a level of trust",
              "Membership for a router and Endpoint for others, if no peer has a level",
              "",
              "How far the peer's word is believed. Once one peer is given a level, routers are no"
                  + " longer trusted for being routers."),
          new ConfigKey(
              "FactExchanger",
              "true or false",
              "false",
              "",
              "Tell this peer all facts, as if it were a router."),
          new ConfigKey(
              "Endpoints",
              "a list of HOST:PORT",
              "none",
              "",
              "Where the peer may be reached. Names are looked up again as long as it is not."),
          new ConfigKey(
              "AllowedIPs",
              "a list of networks",
              "none",
              "",
              "What is routed to the peer. For this host itself: what others are told to route to"
                  + " it."),
          new ConfigKey(
              "Basic",
              "true or false",
              "false",
              "",
              "The peer runs WireGuard without an agent: that it says nothing is no reason to leave"
                  + " it without its networks."),
          new ConfigKey(
              "Metric",
              "a number, 0 to 65535",
              "0",
              "",
              "Of several peers that offer the same network, and answer, the one with the lowest"
                  + " has it. Give all hosts the same."));

  private ConfigVocabulary() {}
}
