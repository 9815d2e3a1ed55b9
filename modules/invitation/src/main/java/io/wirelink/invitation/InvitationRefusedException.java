package io.wirelink.invitation;

/** Nobody can be invited so; the message says why, as a sentence without its end. */
public final class InvitationRefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Refused for this reason. */
  public InvitationRefusedException(String message) {
    super(message);
  }
}
