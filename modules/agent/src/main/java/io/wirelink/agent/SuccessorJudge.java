package io.wirelink.agent;

import io.wirelink.device.PublicKey;
import io.wirelink.fact.KeyRotation;
import io.wirelink.gossip.Opened;
import io.wirelink.gossip.RotationMessage;
import io.wirelink.gossip.Sealer;
import java.util.Arrays;

/**
 * Judges whether a key may be the next one of a host.
 *
 * @param mesh what is known of everybody
 * @param sealer opens what was sealed for this host
 */
record SuccessorJudge(Mesh mesh, Sealer sealer) {

  /**
   * Whether nobody has a key, or the address that follows from it. X25519 ignores the highest bit,
   * so that a key that has it set is another name of somebody else's (RFC 7748, 5).
   */
  boolean isFree(PublicKey key, SuccessionList list) {
    return isUsable(key)
        && mesh.peer(key) == null
        && mesh.devicePeerAt(key.linkLocalAddress()) == null
        && mesh.store().about(key).isEmpty()
        && !mesh.isConfigured(key)
        && !list.isTaken(key);
  }

  /** Whether a key may be that of somebody else than this host. */
  boolean isUsable(PublicKey key) {
    return !key.equals(mesh.self())
        && !mesh.removedKeys().contains(key)
        && key.bytes()[PublicKey.LENGTH - 1] >= 0;
  }

  /** Whether who announces a key has it. */
  boolean isProven(RotationMessage.Announced message) {
    KeyRotation rotation = message.rotation();
    return sealer.open(message.proof(), rotation.to()::equals) instanceof Opened.Accepted accepted
        && Arrays.equals(accepted.inner(), RotationMessage.proven(rotation));
  }
}
