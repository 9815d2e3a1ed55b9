package io.wirelink.newcomer;

/** A host does not come into the mesh; the message says why, as a sentence without its end. */
public final class JoinFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  JoinFailure(String sentence) {
    super(sentence);
  }
}
