package io.wirelink.fact;

/**
 * How much of a store one source may fill, in one standing.
 *
 * @param endpoints of one subject
 * @param networks of one subject
 * @param memberships of one subject, which differ in their metadata
 * @param total facts about all subjects together
 */
public record Share(int endpoints, int networks, int memberships, int total) {

  int of(Kind kind) {
    return switch (kind) {
      case ENDPOINT -> endpoints;
      case NETWORK -> networks;
      case MEMBERSHIP -> memberships;
    };
  }

  /** What is counted together. */
  enum Kind {
    ENDPOINT,
    NETWORK,
    MEMBERSHIP;

    static Kind of(Fact fact) {
      return switch (fact.attribute()) {
        case ENDPOINT_V4, ENDPOINT_V6 -> ENDPOINT;
        case ALLOWED_CIDR_V4, ALLOWED_CIDR_V6 -> NETWORK;
        case MEMBER, MEMBER_METADATA -> MEMBERSHIP;
        case ALIVE -> throw new IllegalArgumentException("alive facts are not stored");
      };
    }
  }
}
