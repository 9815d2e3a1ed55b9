package io.wirelink.agent;

import io.wirelink.device.PresharedKey;
import io.wirelink.device.PublicKey;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a host keeps of the preshared keys with one peer, from one start to the next. The keys are
 * copies of their own, which whoever has this last clears.
 *
 * @param peer whom they are shared with
 * @param worked the one with which the last handshake was made; {@link PresharedKey#NONE} if it was
 *     made without one
 * @param next the one with which the next is to be made; null if that is the same
 * @param since when the latest was agreed upon
 */
public record KeptPresharedKey(
    PublicKey peer, PresharedKey worked, @Nullable PresharedKey next, Instant since) {

  /** Clears the keys, which are not to be used any more. */
  public void clear() {
    clear(worked);
    if (next != null) {
      clear(next);
    }
  }

  private static void clear(PresharedKey key) {
    // Shared by all, and no secret.
    if (key != PresharedKey.NONE) {
      key.clear();
    }
  }
}
