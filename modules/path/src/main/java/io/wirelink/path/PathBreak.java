package io.wirelink.path;

import java.util.Locale;

/** Why a direct path was given up (docs/why.md). */
public enum PathBreak {
  /** The last handshake is too old. */
  NO_HANDSHAKE("no recent handshake"),
  /** Nothing comes back. */
  UNANSWERED("it does not answer"),
  /** Something comes from the peer, and what is sent to it does not arrive. */
  ONE_WAY("packets pass in one direction only"),
  /** Small packets pass, those of the tunnel's own size do not. */
  LARGE_LOST("large packets get lost"),
  /** The peer says that it does not use the path. */
  GIVEN_UP_BY_PEER("the other side has given it up"),
  /** This host's device cannot be changed so that the peer's traffic goes by it. */
  NOT_CONFIGURED("this host could not change its device");

  private final String text;

  PathBreak(String text) {
    this.text = text;
  }

  /** What is wrong, in a few words for people. */
  public String text() {
    return text;
  }

  /** The word for it in the answers of programs: lower case, with underscores. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
