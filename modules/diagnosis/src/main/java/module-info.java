/**
 * Why a peer is not reached directly.
 *
 * <p>From the evidence that an agent keeps of a peer to the cause, and from there to sentences and
 * JSON. It only reads; what to do about a cause is said, and never done.
 */
module io.wirelink.diagnosis {
  requires transitive com.fasterxml.jackson.core;
  requires transitive io.wirelink.agent;
  requires io.wirelink.text;
  requires static org.jspecify;

  exports io.wirelink.diagnosis;
}
