package io.wirelink.path;

/** How a peer can be seen to answer. */
public enum Answers {
  /** Its agent was not heard: perhaps there is none. */
  UNKNOWN,
  /** Its agent echoes probes. */
  ECHOES,
  /** Only as WireGuard itself does: it has an agent of another kind, or none. */
  WIREGUARD_ONLY
}
