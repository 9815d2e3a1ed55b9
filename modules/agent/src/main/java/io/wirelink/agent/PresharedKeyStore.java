package io.wirelink.agent;

import io.wirelink.device.PublicKey;
import java.io.IOException;
import java.util.List;

/** Keeps the preshared keys that agents have agreed upon from one run to the next. */
public interface PresharedKeyStore {

  /** Whether anything is kept; if not, no preshared keys are agreed upon. */
  default boolean isKeeping() {
    return true;
  }

  /**
   * The keys that were saved last; nothing where that is damaged, foreign or not to be trusted, and
   * the log says so.
   *
   * @param self the host that asks
   */
  List<KeptPresharedKey> loadPresharedKeys(PublicKey self);

  /**
   * Saves keys in place of those that were saved before, of which nothing is left where there are
   * none now; those stay as they are if this fails. When it returns they survive a power failure.
   * May block.
   *
   * @throws IOException if they cannot be saved; the message is for the operator
   */
  void savePresharedKeys(PublicKey self, List<KeptPresharedKey> keys) throws IOException;
}
