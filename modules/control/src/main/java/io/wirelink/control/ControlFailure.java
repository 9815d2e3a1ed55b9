package io.wirelink.control;

import java.util.List;

/**
 * An agent's control socket cannot be made, or its agent cannot be asked. The message says what
 * failed, why, and what to do.
 */
public final class ControlFailure extends RuntimeException {
  /** What failed, for those who act on it. */
  public enum Kind {
    /** No agent runs. */
    NO_AGENT,
    /** The agent refuses what it was told, which is wrong. */
    REFUSED,
    /** Anything else. */
    FAILED
  }

  private final Kind kind;
  private final List<String> details;

  /** A failure of one sentence, without its end. */
  ControlFailure(Kind kind, String sentence) {
    this(kind, sentence, List.of());
  }

  /**
   * A failure of which there is more to say.
   *
   * @param details sentences that come before the one that sums them up, a line each
   */
  ControlFailure(Kind kind, String sentence, List<?> details) {
    super(sentence);
    this.kind = kind;
    this.details = details.stream().map(Object::toString).toList();
  }

  /** What failed. */
  public Kind kind() {
    return kind;
  }

  /** What comes before the sentence, a line each. */
  public List<String> details() {
    return details;
  }
}
