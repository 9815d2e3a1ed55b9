package io.wirelink.names;

import io.wirelink.device.PublicKey;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A name that nobody gets an answer for, or not this host's.
 *
 * @param key whose name it would be
 * @param name the name as it was said
 * @param reason why it is refused
 * @param other who has the name instead, or wants it as well; null if there is nobody
 */
public record RefusedName(PublicKey key, String name, Reason reason, @Nullable PublicKey other) {

  /** Why a name is refused. */
  public enum Reason {
    /** It is no label of DNS. */
    NO_LABEL,
    /** Programs look it up by themselves, and somebody in the mesh says that it is this host. */
    RESERVED,
    /** This host's configuration gives it to another one. */
    CONFIGURED_FOR_ANOTHER,
    /** Another host is called so as well, with the same right. */
    CLAIMED_TWICE;

    /** Why a name is refused whoever else is there; empty if it is not. */
    public static Optional<Reason> of(String name) {
      Optional<String> label = HostLabel.of(name);
      return label.isEmpty()
          ? Optional.of(NO_LABEL)
          : label.filter(HostLabel::isReserved).map(any -> RESERVED);
    }

    /** The reason as a word, for programs. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
