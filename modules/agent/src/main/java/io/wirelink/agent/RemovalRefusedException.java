package io.wirelink.agent;

/** Nobody is removed or let back; the message says why, in a sentence for the operator. */
public final class RemovalRefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Refuses. */
  public RemovalRefusedException(String message) {
    super(message);
  }
}
