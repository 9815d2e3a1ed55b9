package io.wirelink.text;

/** Repeats what somebody wrote, for a complaint about it. */
public final class Quotes {
  /** The longest text that is repeated, in characters. */
  private static final int MAX_LENGTH = 60;

  private Quotes() {}

  /**
   * A text in quotes, safe to print. What could be a key is not repeated: it may be a private one
   * in the wrong place.
   */
  public static String quoted(String text) {
    if (text.matches("(?s).*[A-Za-z0-9+/_-]{40}.*")) {
      return "what is there";
    }
    String shown = text.length() > MAX_LENGTH ? text.substring(0, MAX_LENGTH) + "…" : text;
    return '"' + Printable.keepingBlanks(shown) + '"';
  }
}
