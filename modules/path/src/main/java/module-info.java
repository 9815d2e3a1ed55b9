/**
 * How the direct path to one peer is: what its traffic, the answers to probes and the peer's own
 * words say, as a pure state machine with time as an argument; and how much of it others may ask
 * for.
 */
module io.wirelink.path {
  requires transitive io.wirelink.device;
  requires transitive io.wirelink.gossip;
  requires static org.jspecify;

  exports io.wirelink.path;
}
