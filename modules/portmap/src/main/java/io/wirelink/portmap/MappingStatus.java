package io.wirelink.portmap;

import io.wirelink.device.Endpoint;

/** How it stands with one gateway. */
public sealed interface MappingStatus {

  /** The gateway. */
  Gateway gateway();

  /** It was asked, and has had no time to answer yet. */
  record Asked(Gateway gateway) implements MappingStatus {}

  /**
   * It has a mapping.
   *
   * @param protocol how it was asked
   * @param external where this host is reached from beyond the gateway, by its word
   * @param untilNanos until when, if it is not renewed, in the time of the steps
   */
  record Mapped(Gateway gateway, MappingProtocol protocol, Endpoint external, long untilNanos)
      implements MappingStatus {

    /**
     * Whether the mapping leads from a private network to another one: there is one more NAT beyond
     * the gateway, which nobody in the internet gets through by it.
     */
    public boolean isBehindAnotherNat() {
      return external.address().isPrivate();
    }
  }

  /**
   * Whether another status says nothing new: who is told until when a mapping lasts need not be
   * told of each renewal.
   */
  default boolean isMuchAs(MappingStatus other) {
    return this instanceof Mapped mine && other instanceof Mapped theirs
        ? mine.gateway().equals(theirs.gateway())
            && mine.protocol() == theirs.protocol()
            && mine.external().equals(theirs.external())
            && Math.abs(mine.untilNanos() - theirs.untilNanos()) < MapperTiming.TELL_NANOS
        : equals(other);
  }

  /**
   * It gives none, and is asked again some time.
   *
   * @param why why not
   */
  record Unmapped(Gateway gateway, Obstacle why) implements MappingStatus {}
}
