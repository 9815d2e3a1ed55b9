package io.wirelink.agent;

/** This host cannot take another key now. The message says why, for the operator. */
public final class RotationRefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  /** One sentence. */
  public RotationRefusedException(String message) {
    super(message);
  }
}
