package io.wirelink.fact;

import io.wirelink.device.Cidr;
import io.wirelink.device.Endpoint;
import org.jspecify.annotations.Nullable;

/** What a fact says; the kind of value decides the attribute. */
public sealed interface FactValue {

  /** The attribute that a value of this kind belongs to. */
  Attribute attribute();

  /**
   * "I am here."
   *
   * @param bootId the boot id of the agent that runs on the subject
   */
  record Alive(BootId bootId) implements FactValue {
    @Override
    public Attribute attribute() {
      return Attribute.ALIVE;
    }

    @Override
    public String toString() {
      return bootId.toString();
    }
  }

  /**
   * A place where the subject may be reached.
   *
   * @param endpoint the address and port, without a scope
   */
  record AtEndpoint(Endpoint endpoint) implements FactValue {

    /**
     * Checks that the endpoint can be told to others.
     *
     * @throws IllegalArgumentException if it has a scope, or is an IPv4-mapped IPv6 address
     */
    public AtEndpoint {
      if (endpoint.scopeId() != 0 || endpoint.address().isIpv4Mapped()) {
        throw new IllegalArgumentException(endpoint + " means nothing to other hosts");
      }
    }

    @Override
    public Attribute attribute() {
      return switch (endpoint.address().family()) {
        case V4 -> Attribute.ENDPOINT_V4;
        case V6 -> Attribute.ENDPOINT_V6;
      };
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof AtEndpoint at && endpoint.equals(at.endpoint);
    }

    @Override
    public int hashCode() {
      return endpoint.hashCode();
    }

    @Override
    public String toString() {
      return endpoint.toString();
    }
  }

  /**
   * A network that may be routed to the subject.
   *
   * @param cidr the network, bits behind the prefix as they came
   */
  record AllowedCidr(Cidr cidr) implements FactValue {

    /**
     * Checks that the network can be told to others.
     *
     * @throws IllegalArgumentException if it is of an IPv4-mapped IPv6 address
     */
    public AllowedCidr {
      if (cidr.address().isIpv4Mapped()) {
        throw new IllegalArgumentException(cidr + " means nothing to other hosts");
      }
    }

    @Override
    public Attribute attribute() {
      return switch (cidr.address().family()) {
        case V4 -> Attribute.ALLOWED_CIDR_V4;
        case V6 -> Attribute.ALLOWED_CIDR_V6;
      };
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof AllowedCidr allowed && cidr.equals(allowed.cidr);
    }

    @Override
    public int hashCode() {
      return cidr.hashCode();
    }

    @Override
    public String toString() {
      return cidr.toString();
    }
  }

  /** "Is a member", in the deprecated form without metadata. */
  record Member() implements FactValue {
    @Override
    public Attribute attribute() {
      return Attribute.MEMBER;
    }

    @Override
    public String toString() {
      return "";
    }
  }

  /**
   * "Is a member", with metadata.
   *
   * @param metadata its name and flags
   */
  record Membership(MemberMetadata metadata) implements FactValue {
    @Override
    public Attribute attribute() {
      return Attribute.MEMBER_METADATA;
    }

    @Override
    public String toString() {
      return metadata.name().orElse("") + (metadata.isBasic() ? " (basic)" : "");
    }
  }
}
