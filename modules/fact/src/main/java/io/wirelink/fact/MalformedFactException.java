package io.wirelink.fact;

import java.io.Serial;

/** Bytes that are not facts. The message says what is wrong and at which byte. */
public final class MalformedFactException extends Exception {

  @Serial private static final long serialVersionUID = 1L;

  /** Says what is wrong. */
  public MalformedFactException(String message) {
    // A stack trace would cost more than the packet that causes it, and say nothing more.
    super(message, null, false, false);
  }
}
