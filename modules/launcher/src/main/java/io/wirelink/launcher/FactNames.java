package io.wirelink.launcher;

import io.wirelink.fact.Attribute;

/** What attributes are called outside the wire, as in the protocol document. */
final class FactNames {
  private FactNames() {}

  /** The attribute's name for scripts. */
  static String of(Attribute attribute) {
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
}
