/**
 * The state machine of one host, and the loop that runs it.
 *
 * <p>Events come in (time, packets, device state, addresses, resolved names), and changes to the
 * device and packets to send go out as values: local facts, each peer's life, endpoints,
 * AllowedIPs, removal, router detection. The loop drains events, steps, acts, and sleeps until the
 * earliest deadline. The core has no locks, no clock and no sockets.
 */
module io.wirelink.agent {
  requires transitive io.wirelink.device;
  requires transitive io.wirelink.fact;
  requires transitive io.wirelink.gossip;
  requires transitive io.wirelink.trust;
  requires org.slf4j;
  requires static org.jspecify;

  exports io.wirelink.agent;
}
