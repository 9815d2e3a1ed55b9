/**
 * What is said to whom, and when.
 *
 * <p>Sealing and opening packets, the record of who knows what until when, the choice of what to
 * send to whom, and the UDP transport below it. Time is an argument; only the transport touches a
 * socket.
 */
module io.wirelink.gossip {
  requires transitive io.wirelink.device;
  requires transitive io.wirelink.fact;
  requires org.slf4j;
  requires static transitive org.jspecify;

  exports io.wirelink.gossip;
}
