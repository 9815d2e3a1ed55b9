package io.wirelink.launcher;

import java.util.Locale;

/** A request cannot be understood or done; the message says why, as a sentence without its end. */
final class ControlException extends Exception {

  /** What kind of thing is wrong, for programs. */
  enum Kind {
    /** It is no request. */
    REQUEST,
    /** It is one of another version of the protocol. */
    VERSION,
    /** The agent has no such command. */
    COMMAND,
    /** A parameter is not known, missing or wrong. */
    PARAMETER,
    /** The agent has too much to do at the moment. */
    BUSY,
    /** It was understood and could not be done. */
    FAILED;

    /** The word for it in an answer. */
    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final Kind kind;

  ControlException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  Kind kind() {
    return kind;
  }

  /** The message. */
  String sentence() {
    return String.valueOf(getMessage());
  }
}
