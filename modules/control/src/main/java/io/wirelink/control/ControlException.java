package io.wirelink.control;

import java.util.List;
import java.util.Locale;

/** A request cannot be understood or done; the message says why, as a sentence without its end. */
public final class ControlException extends Exception {

  /** What kind of thing is wrong, for programs. */
  public enum Kind {
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
    /** It was understood, and the configuration is wrong. */
    CONFIGURATION,
    /** It was understood and could not be done. */
    FAILED;

    /** The word for it in an answer. */
    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final Kind kind;
  private final List<String> problems;

  ControlException(Kind kind, String message) {
    super(message);
    this.kind = kind;
    this.problems = List.of();
  }

  /** The configuration is wrong. */
  ControlException(String message, List<String> problems) {
    super(message);
    this.kind = Kind.CONFIGURATION;
    this.problems = List.copyOf(problems);
  }

  public Kind kind() {
    return kind;
  }

  /** All that is wrong with the configuration, a sentence each; empty for other kinds. */
  List<String> problems() {
    return problems;
  }

  /** The message. */
  String sentence() {
    return String.valueOf(getMessage());
  }
}
