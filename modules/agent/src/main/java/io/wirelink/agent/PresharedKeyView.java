package io.wirelink.agent;

import io.wirelink.device.PresharedKeyPrint;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What can be told of the preshared key of a peer.
 *
 * @param kind where it comes from; {@code NONE} if there is none
 * @param since when the agents set the one on which they have agreed; null of others, and of one
 *     that was set before the agent started
 */
public record PresharedKeyView(PresharedKeyPrint.Kind kind, @Nullable Instant since) {

  /** No preshared key. */
  public static final PresharedKeyView NONE =
      new PresharedKeyView(PresharedKeyPrint.Kind.NONE, null);
}
