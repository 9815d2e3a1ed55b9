package io.wirelink.names;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Which names of hosts can be a label of DNS as they are: none is changed until it can. */
final class HostLabel {

  /** The longest label (RFC 1035, 2.3.4), in bytes. */
  private static final int MAX_LENGTH = 63;

  /** Where a label with a tag has its two hyphens, such as that of IDNA (RFC 5890, 2.3.1). */
  private static final int TAG = 2;

  /**
   * What programs look up by themselves below the domain of their host, and believe: the proxy of
   * browsers, the router of a tunnel protocol; and what always is the host itself (RFC 6761).
   */
  private static final Set<String> RESERVED = Set.of("wpad", "isatap", "localhost");

  private HostLabel() {}

  /**
   * The label of a name, in small letters, by which DNS compares; empty if it is none: letters of
   * ASCII, digits and hyphens, the last not at an end (RFC 952, RFC 1123, 2.1).
   */
  static Optional<String> of(String name) {
    int length = name.length();
    if (length == 0 || length > MAX_LENGTH) {
      return Optional.empty();
    }
    boolean fits =
        name.chars().allMatch(HostLabel::isOfLabels)
            && name.charAt(0) != '-'
            && name.charAt(length - 1) != '-'
            && !name.startsWith("--", TAG);
    return fits ? Optional.of(name.toLowerCase(Locale.ROOT)) : Optional.empty();
  }

  private static boolean isOfLabels(int c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
  }

  /** Whether programs believe of themselves what a host of this label says. */
  static boolean isReserved(String label) {
    return RESERVED.contains(label);
  }
}
