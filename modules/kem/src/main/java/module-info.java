/**
 * How two hosts agree on a preshared key that a quantum computer does not find out
 * (docs/protocol.md, "Preshared keys"): ML-KEM-768 of the JDK, where it has that, and what follows
 * from two encapsulations.
 *
 * <p>Nothing here knows who says what to whom and when, or has a thread.
 */
module io.wirelink.kem {
  requires transitive io.wirelink.device;
  requires static org.jspecify;

  exports io.wirelink.kem;
}
