package io.wirelink.fact;

import io.wirelink.device.PublicKey;
import org.jspecify.annotations.Nullable;

/** Who says a fact. */
public sealed interface Source {

  /** This host itself: its device, its addresses, its configuration. */
  Source LOCAL = new Local();

  /** What this host knew before its start, and nobody has said since. */
  Source MEMORY = new Memory();

  /** This host itself. */
  record Local() implements Source {}

  /** What this host remembers from before its start. */
  record Memory() implements Source {}

  /**
   * Another agent, in a packet.
   *
   * @param key the agent's key
   */
  record Peer(PublicKey key) implements Source {

    // Compared for each fact: what a record has by itself is slow until it is compiled.

    @Override
    public boolean equals(@Nullable Object other) {
      return this == other || (other instanceof Peer(PublicKey otherKey) && key.equals(otherKey));
    }

    @Override
    public int hashCode() {
      return key.hashCode();
    }
  }
}
