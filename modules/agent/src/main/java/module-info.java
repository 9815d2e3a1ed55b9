/**
 * The state machine of one host.
 *
 * <p>Events come in (time, packets, device state, addresses, resolved names), and changes to the
 * device and packets to send go out as values: local facts, each peer's life, endpoints,
 * AllowedIPs, removal, router detection. It has no locks, no clock, no thread and no sockets.
 */
module io.wirelink.agent {
  requires transitive io.wirelink.device;
  requires transitive io.wirelink.fact;
  requires transitive io.wirelink.gossip;
  requires transitive io.wirelink.invitation;
  requires transitive io.wirelink.kem;
  requires transitive io.wirelink.path;
  requires transitive io.wirelink.portmap;
  requires transitive io.wirelink.trust;
  requires org.slf4j;
  requires static org.jspecify;

  exports io.wirelink.agent;
}
