package io.wirelink.gossip;

import io.wirelink.device.PublicKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All who are told anything. */
final class Audience {

  private final int windowSeconds;
  private final Map<PublicKey, Recipient> recipients = new HashMap<>();
  private long looks;

  /**
   * Nobody yet.
   *
   * @param windowSeconds how long before a peer forgets a fact it is told again
   */
  Audience(int windowSeconds) {
    this.windowSeconds = windowSeconds;
  }

  @Nullable Recipient get(PublicKey peer) {
    return recipients.get(peer);
  }

  Recipient getOrAdd(PublicKey peer, int nowSeconds) {
    return recipients.computeIfAbsent(peer, key -> new Recipient(key, windowSeconds, nowSeconds));
  }

  /** Forgets a peer; null if it was not there. */
  @Nullable Recipient remove(PublicKey peer) {
    return recipients.remove(peer);
  }

  Collection<Recipient> all() {
    return recipients.values();
  }

  /** Those who are to be told a fact that lasts until then, for whom it is due from now on. */
  List<Recipient> needing(int id, int expiresSeconds, int nowSeconds) {
    List<Recipient> needing = new ArrayList<>();
    for (Recipient recipient : recipients.values()) {
      looks++;
      if (recipient.level() == SendLevel.FACTS && recipient.needs(id, expiresSeconds, nowSeconds)) {
        recipient.due(id);
        needing.add(recipient);
      }
    }
    return needing;
  }

  /** How often {@link #needing} has looked at somebody. */
  long looks() {
    return looks;
  }
}
