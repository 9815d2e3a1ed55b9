package io.wirelink.gossip;

import io.wirelink.device.PublicKey;

/** What came of opening a packet. */
public sealed interface Opened {

  /**
   * The packet is from its sender to this agent, and nobody changed it. X25519 ignores the highest
   * bit of a key, so that a sender has two names; only one of them gives the address that the
   * packet came from, which is for the receiver to compare.
   *
   * @param sender whose key sealed it
   * @param inner the concatenated facts, not looked at yet
   */
  @SuppressWarnings("ArrayRecordComponent") // bytes on their way to the codec, compared by nobody
  record Accepted(PublicKey sender, byte[] inner) implements Opened {}

  /**
   * The packet is not to be believed.
   *
   * @param reason why, for counters and logs
   */
  record Rejected(Reason reason) implements Opened {}

  /** Why a packet is rejected. */
  enum Reason {
    /** It ends before its tag does. */
    TRUNCATED("is cut short"),
    /** It is longer than {@link Sealer#MAX_RECEIVED}. */
    TOO_LARGE("is too large"),
    /** It is something other than a SignedGroup. */
    NOT_A_GROUP("is not a signed group"),
    /** Its TTL is more than 65535 seconds, or no number at all. */
    BAD_TTL("has an invalid TTL"),
    /** Whoever received it did not expect it from this sender. */
    UNEXPECTED_SENDER("names another sender than the one that it came from"),
    /** Its sender's key is one of the few that X25519 cannot be done with. */
    UNUSABLE_KEY("names an impossible sender"),
    /** Its tag does not fit: it was changed, or sealed by or for somebody else. */
    BAD_TAG("is not authentic");

    private final String text;

    Reason(String text) {
      this.text = text;
    }

    /**
     * The reason in an operator's words, as the end of a sentence that begins with "the packet".
     */
    @Override
    public String toString() {
      return text;
    }
  }
}
