package io.wirelink.fact;

import java.util.Arrays;

/** What attributes are called outside the wire, as in the protocol document. */
public final class FactNames {
  private FactNames() {}

  /** The attribute's name for scripts. */
  public static String of(Attribute attribute) {
    return switch (attribute) {
      case ALIVE -> "Alive";
      case ENDPOINT_V4 -> "EndpointV4";
      case ENDPOINT_V6 -> "EndpointV6";
      case ALLOWED_CIDR_V4 -> "AllowedCidrV4";
      case ALLOWED_CIDR_V6 -> "AllowedCidrV6";
      case MEMBER -> "Member";
      case MEMBER_METADATA -> "MemberMetadata";
    };
  }

  /** What people are shown for a name that scripts get; one of a later version as it is. */
  public static String shown(String name) {
    return Arrays.stream(Attribute.values())
        .filter(attribute -> of(attribute).equals(name))
        .map(AttributeWords::shown)
        .findFirst()
        .orElse(name);
  }
}
