package io.wirelink.text;

/** How a text is painted on a terminal (ECMA-48, "Select graphic rendition"). */
public enum Style {
  BOLD("1"),
  RED("31"),
  GREEN("32"),
  YELLOW("33"),
  WHITE_ON_BLACK("97;40");

  private static final String RESET = sequence("0");

  private final String code;

  Style(String code) {
    this.code = code;
  }

  private static String sequence(String code) {
    return "\u001b[" + code + "m";
  }

  /** The text, painted, and nothing after it. */
  public String paint(String text) {
    return sequence(code) + text + RESET;
  }
}
