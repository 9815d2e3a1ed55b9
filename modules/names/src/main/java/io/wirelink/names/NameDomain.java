package io.wirelink.names;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What the names of all hosts of a mesh end with, such as {@code wg0.wirelink}.
 *
 * @param text the labels with dots between them and none at the end, in small letters
 */
public record NameDomain(String text) {

  /** What the domains of interfaces that are given none end with. */
  public static final String SUFFIX = "wirelink";

  /** With the longest label before it and a dot, a name has 253 characters (RFC 1035, 2.3.4). */
  public static final int MAX_LENGTH = 253 - 1 - 63;

  /** Names that mean the same on every host (RFC 6761, RFC 6762), or that addresses are under. */
  private static final List<String> TAKEN = List.of("local", "localhost", "arpa", "invalid");

  /**
   * Reads a domain, in any case and with or without a dot at its end; empty if the text is none, or
   * one that means something else everywhere.
   */
  public static Optional<NameDomain> parse(String text) {
    String domain = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
    String[] labels = domain.split("\\.", -1);
    boolean fits =
        domain.length() <= MAX_LENGTH
            && Arrays.stream(labels).allMatch(NameDomain::isLabel)
            && !TAKEN.contains(labels[labels.length - 1].toLowerCase(Locale.ROOT));
    return fits ? Optional.of(new NameDomain(domain.toLowerCase(Locale.ROOT))) : Optional.empty();
  }

  /**
   * The domain of an interface that is given none; empty if the interface has a name that fits into
   * none.
   */
  public static Optional<NameDomain> of(String interfaceName) {
    return parse(interfaceName + "." + SUFFIX);
  }

  /** Interfaces and domains may have underscores, which hosts may not. */
  private static boolean isLabel(String label) {
    return HostLabel.of(label.replace('_', 'x')).isPresent();
  }

  @Override
  public String toString() {
    return text;
  }
}
