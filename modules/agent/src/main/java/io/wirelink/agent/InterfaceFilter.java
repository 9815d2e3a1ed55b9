package io.wirelink.agent;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Which interfaces' addresses are told to others: those that a report glob matches (all, if there
 * is none), unless a hide glob matches too.
 *
 * @param report the globs of interfaces to report; empty for all
 * @param hide the globs of interfaces to hide
 */
public record InterfaceFilter(List<String> report, List<String> hide) {

  /** Reports everything. */
  public static final InterfaceFilter ALL = new InterfaceFilter(List.of(), List.of());

  /**
   * Keeps copies and checks the globs.
   *
   * @throws IllegalArgumentException if one is malformed
   */
  public InterfaceFilter {
    report = List.copyOf(report);
    hide = List.copyOf(hide);
    report.forEach(InterfaceFilter::compile);
    hide.forEach(InterfaceFilter::compile);
  }

  /** Whether the addresses of the interface are told to others. */
  public boolean passes(String interfaceName) {
    return (report.isEmpty() || anyMatches(report, interfaceName))
        && !anyMatches(hide, interfaceName);
  }

  private static boolean anyMatches(List<String> globs, String name) {
    return globs.stream().anyMatch(glob -> compile(glob).matcher(name).matches());
  }

  /**
   * The meaning of a glob as Go's {@code filepath.Match} has it: {@code *}, {@code ?}, {@code
   * [a-z]}, {@code [^a-z]} and a backslash before a character that means itself.
   */
  private static Pattern compile(String glob) {
    StringBuilder regex = new StringBuilder();
    for (int i = 0; i < glob.length(); i++) {
      char c = glob.charAt(i);
      switch (c) {
        case '*' -> regex.append(".*");
        case '?' -> regex.append('.');
        case '[' -> i = appendClass(glob, i + 1, regex);
        case '\\' -> {
          if (++i == glob.length()) {
            throw malformed(glob, "nothing follows the backslash");
          }
          regex.append(Pattern.quote(glob.substring(i, i + 1)));
        }
        default -> regex.append(Pattern.quote(String.valueOf(c)));
      }
    }
    return Pattern.compile(regex.toString(), Pattern.DOTALL);
  }

  /**
   * Translates a class whose contents begin at {@code start}, and gives the index of the bracket
   * that closes it.
   */
  private static int appendClass(String glob, int start, StringBuilder regex) {
    boolean negated = glob.startsWith("^", start);
    regex.append(negated ? "[^" : "[");
    int first = negated ? start + 1 : start;
    int at = first;
    while (at == first || !glob.startsWith("]", at)) {
      int low = member(glob, at);
      int high = glob.startsWith("-", low + 1) ? member(glob, low + 2) : low;
      if (glob.charAt(low) > glob.charAt(high)) {
        throw malformed(glob, "the range " + glob.substring(at, high + 1) + " is empty");
      }
      regex.append("\\x{%x}-\\x{%x}".formatted((int) glob.charAt(low), (int) glob.charAt(high)));
      at = high + 1;
    }
    regex.append(']');
    return at;
  }

  /** The index of the character that a member of a class means, which a backslash may precede. */
  private static int member(String glob, int at) {
    int index = glob.startsWith("\\", at) ? at + 1 : at;
    if (index >= glob.length() || (index == at && "-]".indexOf(glob.charAt(index)) >= 0)) {
      throw malformed(glob, "the [ is not followed by characters or ranges and a ]");
    }
    return index;
  }

  private static IllegalArgumentException malformed(String glob, String why) {
    return new IllegalArgumentException("\"" + glob + "\" is not a glob: " + why);
  }
}
