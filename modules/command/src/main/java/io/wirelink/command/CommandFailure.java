package io.wirelink.command;

import java.util.List;

/** A failure that a command foresaw: one sentence for standard error, and the exit code. */
public final class CommandFailure extends RuntimeException {
  /** No failure. */
  public static final int DONE = 0;

  /** The command was right and could not be done. */
  public static final int FAILED = 1;

  /** The command line, the environment or the configuration file is wrong. */
  static final int WRONG_USAGE = 2;

  /** The command asks a running agent, and none runs. */
  static final int NO_AGENT = 3;

  private final int exitCode;
  private final List<String> details;

  /**
   * Makes a failure.
   *
   * @param exitCode one of the constants of this class
   * @param sentence what failed, why, and what to do
   */
  public CommandFailure(int exitCode, String sentence) {
    this(exitCode, sentence, List.of());
  }

  /**
   * Makes a failure of which there is more to say.
   *
   * @param details sentences that come before the one that sums them up, a line each
   */
  CommandFailure(int exitCode, String sentence, List<?> details) {
    super(sentence);
    this.exitCode = exitCode;
    this.details = details.stream().map(Object::toString).toList();
  }

  /** What comes before the sentence, a line each. */
  List<String> details() {
    return details;
  }

  int exitCode() {
    return exitCode;
  }
}
