package io.wirelink.invitation;

/**
 * A text is no invitation that can be used; the message says what is wrong and where, as a sentence
 * without its end. It never repeats the text, which holds a secret.
 */
public final class MalformedLineException extends Exception {
  private static final long serialVersionUID = 1L;

  MalformedLineException(String message) {
    super(message);
  }
}
