package io.wirelink.path;

/** How a path stands, and how its peer can be seen to answer. */
final class Standing {

  private final Runnable changed;
  private PathState state = new PathState.None(0);
  private Answers answers = Answers.UNKNOWN;

  /**
   * No path yet.
   *
   * @param changed is called whenever the state has become another one
   */
  Standing(Runnable changed) {
    this.changed = changed;
  }

  PathState state() {
    return state;
  }

  void become(PathState next) {
    state = next;
    changed();
  }

  /** Says that something about the path is not what it was. */
  void changed() {
    changed.run();
  }

  Answers answers() {
    return answers;
  }

  void setAnswers(Answers now) {
    answers = now;
  }

  /** Whether the peer's agent echoes probes, so that it can be asked. */
  boolean echoes() {
    return answers == Answers.ECHOES;
  }

  /** Whether this host has seen what it wanted, and waits for the peer's word alone. */
  boolean isProven() {
    return state instanceof PathState.Answering(long since, PathBreak heldBack, boolean proven)
        && proven;
  }

  /** Whether this host would have traffic go by the path, as far as it alone can tell. */
  boolean isGood() {
    return state.carries()
        || (state instanceof PathState.Answering(long since, PathBreak heldBack, boolean proven)
            && (proven || heldBack == null));
  }
}
