package io.wirelink.portmap;

/** Why a gateway gives no mapping; of several reasons, the last of these is the one to tell. */
public enum Obstacle {
  /** It answers, and does not know the protocol. */
  NOT_SPOKEN("speaks none of the protocols"),
  /** It does not answer. */
  NO_ANSWER("does not answer"),
  /** Its administrator does not want it. */
  NOT_ALLOWED("does not allow it"),
  /** It has no port left, for now or for this host. */
  NO_ROOM("has no port left"),
  /** It has no address of its own in the network beyond it, for now. */
  NO_EXTERNAL_ADDRESS("has no address outside"),
  /** It refuses, for another reason. */
  REFUSED("refuses"),
  /** What it gives is no mapping: no port, no address that can be, or no time. */
  NONSENSE("gives something that is no mapping");

  private final String words;

  Obstacle(String words) {
    this.words = words;
  }

  /** What the gateway does, as the rest of a sentence that begins with it. */
  @Override
  public String toString() {
    return words;
  }
}
