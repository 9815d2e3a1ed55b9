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
        case '[' -> {
          int end = classEnd(glob, i + 1);
          regex.append(glob, i, end + 1);
          i = end;
        }
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

  /** The index of the bracket that closes a class whose contents begin at {@code start}. */
  private static int classEnd(String glob, int start) {
    int first = start < glob.length() && glob.charAt(start) == '^' ? start + 1 : start;
    int end = glob.indexOf(']', first);
    String members = end < 0 ? "" : glob.substring(first, end);
    // What is left when every member and range is taken away must be nothing.
    if (!members.matches("([^\\[\\]\\\\^&-](-[^\\[\\]\\\\^&-])?)+")) {
      throw malformed(glob, "the [ is not followed by characters or ranges and a ]");
    }
    for (int dash = members.indexOf('-'); dash > 0; dash = members.indexOf('-', dash + 2)) {
      if (members.charAt(dash - 1) > members.charAt(dash + 1)) {
        throw malformed(glob, "the range " + members.substring(dash - 1, dash + 2) + " is empty");
      }
    }
    return end;
  }

  private static IllegalArgumentException malformed(String glob, String why) {
    return new IllegalArgumentException("\"" + glob + "\" is not a glob: " + why);
  }
}
