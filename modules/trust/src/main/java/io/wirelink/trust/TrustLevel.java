package io.wirelink.trust;

import io.wirelink.fact.Attribute;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * How far a peer's word is believed; each level includes those before it (docs/protocol.md,
 * "Trust").
 */
public enum TrustLevel {
  /** Nothing. */
  UNTRUSTED("Untrusted", 0),
  /** Where peers may be reached. */
  ENDPOINT("Endpoint", 1),
  /** Also what may be routed to them. */
  ALLOWED_IPS("AllowedIPs", 2),
  /** Also who belongs to the mesh. */
  MEMBERSHIP("Membership", 3),
  /** Also whom else to trust; nothing of this kind is exchanged yet. */
  DELEGATE_TRUST("DelegateTrust", 4);

  private final String configName;
  private final int rank;

  TrustLevel(String configName, int rank) {
    this.configName = configName;
    this.rank = rank;
  }

  /** The level as a number: the higher, the more is believed. */
  public int rank() {
    return rank;
  }

  /** The level's name in configuration files. */
  public String configName() {
    return configName;
  }

  /** Reads the name that a configuration file gives, in any case. */
  public static Optional<TrustLevel> parse(String name) {
    String wanted = name.toLowerCase(Locale.ROOT);
    return Arrays.stream(values())
        .filter(level -> level.configName.toLowerCase(Locale.ROOT).equals(wanted))
        .findFirst();
  }

  /** Whether this level includes the other. */
  public boolean atLeast(TrustLevel other) {
    return compareTo(other) >= 0;
  }

  /**
   * The level that a peer needs to be believed.
   *
   * @param attribute what its fact says
   * @param subjectIsPeer whether the fact's subject is a peer of the device already, or this host
   *     itself
   */
  public static TrustLevel needed(Attribute attribute, boolean subjectIsPeer) {
    if (!subjectIsPeer) {
      return MEMBERSHIP;
    }
    return switch (attribute) {
      case ALIVE, ENDPOINT_V4, ENDPOINT_V6 -> ENDPOINT;
      case ALLOWED_CIDR_V4, ALLOWED_CIDR_V6 -> ALLOWED_IPS;
      case MEMBER, MEMBER_METADATA -> MEMBERSHIP;
    };
  }
}
