package io.wirelink.trust;

import io.wirelink.fact.Attribute;
import io.wirelink.fact.Standing;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * How far a peer's word is believed; each level includes those before it (docs/protocol.md,
 * "Trust").
 */
public enum TrustLevel {
  /** Nothing. */
  UNTRUSTED("Untrusted"),
  /** Where peers may be reached. */
  ENDPOINT("Endpoint"),
  /** Also what may be routed to them. */
  ALLOWED_IPS("AllowedIPs"),
  /** Also who belongs to the mesh. */
  MEMBERSHIP("Membership"),
  /** Also whom else to trust; nothing of this kind is exchanged yet. */
  DELEGATE_TRUST("DelegateTrust");

  private final String configName;

  TrustLevel(String configName) {
    this.configName = configName;
  }

  /**
   * In what capacity a peer of this level says something.
   *
   * @param aboutItself whether it is the subject
   */
  public Standing standing(boolean aboutItself) {
    if (aboutItself) {
      return Standing.OWN;
    }
    return atLeast(ALLOWED_IPS) ? Standing.TRUSTED : Standing.HEARSAY;
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
