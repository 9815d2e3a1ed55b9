package io.wirelink.invitation;

import io.wirelink.device.Cidr;
import io.wirelink.device.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A promise to let somebody in, and who came by it.
 *
 * @param oneTimeKey the public half of the key in its line
 * @param name what the newcomer is called
 * @param addresses those of the newcomer, each with the length of its network
 * @param expires until when somebody may come
 * @param joined who came; null as long as nobody has
 * @param save whether the operator wants who comes to be in wg-quick's file as well
 */
public record Invitation(
    PublicKey oneTimeKey,
    String name,
    List<Cidr> addresses,
    Instant expires,
    @Nullable Joined joined,
    boolean save) {

  /**
   * For how long a newcomer that is let in may ask again under the one-time key, since the answer
   * may be lost, or the router may start anew before it is sent.
   */
  public static final Duration GRACE = Duration.ofMinutes(10);

  /**
   * Who came.
   *
   * @param key its own key
   * @param at when
   */
  public record Joined(PublicKey key, Instant at) {}

  /** Keeps a copy of the addresses. */
  public Invitation {
    addresses = List.copyOf(addresses);
  }

  /** The same, and this one has come. */
  Invitation joinedBy(PublicKey key, List<Cidr> given, Instant now) {
    return new Invitation(oneTimeKey, name, given, expires, new Joined(key, now), save);
  }

  /** The same, and who came has another key. */
  Invitation succeeded(PublicKey key) {
    return joined == null ? this : joinedBy(key, addresses, joined.at());
  }

  /** Whether the one-time key is let in to ask. */
  public boolean isAnswered(Instant now) {
    return joined == null
        ? now.isBefore(expires)
        : now.isBefore(joined.at().plus(GRACE)) && !now.isBefore(joined.at().minus(GRACE));
  }

  /** What is routed to the newcomer: its addresses alone. */
  public Set<Cidr> routes() {
    return addresses.stream()
        .map(each -> Cidr.host(each.address()))
        .collect(Collectors.toUnmodifiableSet());
  }
}
