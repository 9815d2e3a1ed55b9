package io.wirelink.fact;

import io.wirelink.device.Cidr;
import io.wirelink.device.Endpoint;
import io.wirelink.device.PublicKey;
import org.jspecify.annotations.Nullable;

/**
 * A statement about a peer, without its time to live. Facts are the same fact when they are equal,
 * except that for {@link Attribute#ALIVE} the value does not count; an agent therefore keeps alive
 * facts apart from all others.
 *
 * @param subject whom it is about
 * @param value what it says
 */
public record Fact(PublicKey subject, FactValue value) {

  /** The longest time to live that the wire can carry, in seconds. */
  public static final int MAX_TTL_SECONDS = 65535;

  /** The fact that the subject may be reached there. */
  public static Fact endpoint(PublicKey subject, Endpoint endpoint) {
    return new Fact(subject, new FactValue.AtEndpoint(endpoint));
  }

  /** The fact that the network may be routed to the subject. */
  public static Fact allowedCidr(PublicKey subject, Cidr cidr) {
    return new Fact(subject, new FactValue.AllowedCidr(cidr));
  }

  /** The fact that the subject is a member of the mesh. */
  public static Fact member(PublicKey subject, MemberMetadata metadata) {
    return new Fact(subject, new FactValue.Membership(metadata));
  }

  /** The fact that the subject's agent runs. */
  public static Fact alive(PublicKey subject, BootId bootId) {
    return new Fact(subject, new FactValue.Alive(bootId));
  }

  /** What kind of statement it is. */
  public Attribute attribute() {
    return value.attribute();
  }

  // What a record has by itself goes through method handles, which is felt where a router looks up
  // each fact that it hears.
  @Override
  public boolean equals(@Nullable Object other) {
    return this == other
        || (other instanceof Fact fact && subject.equals(fact.subject) && value.equals(fact.value));
  }

  @Override
  public int hashCode() {
    return 31 * subject.hashCode() + value.hashCode();
  }
}
