package io.wirelink.fact;

import org.jspecify.annotations.Nullable;

/**
 * What a fact says of its subject, with the byte that stands for it on the wire (docs/protocol.md,
 * "A fact").
 */
public enum Attribute {
  /** The subject's agent runs; the value is its boot id. */
  ALIVE('!'),
  /** The subject can perhaps be reached at this IPv4 address and UDP port. */
  ENDPOINT_V4('e'),
  /** The subject can perhaps be reached at this IPv6 address and UDP port. */
  ENDPOINT_V6('E'),
  /** The subject may have this IPv4 network in its AllowedIPs. */
  ALLOWED_CIDR_V4('a'),
  /** The subject may have this IPv6 network in its AllowedIPs. */
  ALLOWED_CIDR_V6('A'),
  /** The subject belongs to the mesh. Deprecated: understood, never sent. */
  MEMBER('m'),
  /** The subject belongs to the mesh, and this is its name and whether it is basic. */
  MEMBER_METADATA('M');

  private final char letter;

  Attribute(char letter) {
    this.letter = letter;
  }

  /** The attribute's letter, whose ASCII code is its byte on the wire. */
  public char letter() {
    return letter;
  }

  /** The attribute with this byte on the wire; null if there is none. */
  static @Nullable Attribute ofByte(int value) {
    for (Attribute attribute : values()) {
      if (attribute.letter == value) {
        return attribute;
      }
    }
    return null;
  }

  /** Whether this is one of the two endpoint attributes. */
  public boolean isEndpoint() {
    return this == ENDPOINT_V4 || this == ENDPOINT_V6;
  }

  /** Whether this is one of the two AllowedIPs attributes. */
  public boolean isAllowedCidr() {
    return this == ALLOWED_CIDR_V4 || this == ALLOWED_CIDR_V6;
  }

  /** Whether this makes its subject a member of the mesh. */
  public boolean isMembership() {
    return this == MEMBER || this == MEMBER_METADATA;
  }
}
