package io.wirelink.fact;

/**
 * How much a store believes at most (docs/protocol.md, "Room").
 *
 * @param total facts about others than who speaks for them; what the host itself says does not
 *     count
 * @param bytes of those, as they would be sent
 * @param own what a peer may say of itself; its total is not looked at
 * @param trusted what a peer may say of others that is trusted with more than endpoints
 * @param hearsay what any other may
 * @param hearsayOfSubject facts about one subject that are nothing but hearsay
 */
public record Limits(
    int total, int bytes, Share own, Share trusted, Share hearsay, int hearsayOfSubject) {

  /**
   * Room for a thousand hosts of which each has a dozen facts that all come by one router, with a
   * margin of two; for a host that routes a thousand networks, and one that has dozens of
   * addresses; and for what a handful of others see of its NAT, since who looks for it may have to
   * try them all.
   */
  public static final Limits DEFAULT =
      new Limits(
          24_576,
          2 << 20,
          new Share(64, 2_048, 8, 0),
          new Share(128, 2_048, 8, 24_576),
          new Share(4, 0, 0, 1_024),
          4);

  Share of(Standing standing) {
    return switch (standing) {
      case OWN -> own;
      case TRUSTED -> trusted;
      case HEARSAY -> hearsay;
    };
  }
}
