package io.wirelink.simulation;

/** Which WireGuard a host runs, as far as an agent can notice. */
public enum WireGuardFlavor {
  /**
   * Linux: refuses packets for a peer without an endpoint, and forgets its sessions when it is
   * suspended.
   */
  KERNEL,
  /**
   * wireguard-go: keeps packets for a peer without an endpoint, and counts the handshake that it
   * could not send as the last one, so that the next one waits for five seconds. A suspend goes
   * unnoticed.
   */
  USERSPACE
}
