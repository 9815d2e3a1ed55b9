package io.wirelink.config;

import java.util.List;

/**
 * A configuration is wrong; it holds all that was found to be wrong with it, at least one thing.
 */
public final class ConfigException extends Exception {
  private final List<ConfigProblem> problems;

  ConfigException(ConfigProblem problem) {
    this(List.of(problem));
  }

  ConfigException(List<ConfigProblem> problems) {
    super(sentence(problems));
    this.problems = List.copyOf(problems);
  }

  private static String sentence(List<ConfigProblem> problems) {
    int others = problems.size() - 1;
    String more =
        switch (others) {
          case 0 -> "";
          case 1 -> " (and there is another mistake)";
          default -> " (and there are " + others + " other mistakes)";
        };
    return problems.getFirst().sentence() + more;
  }

  /** What is wrong, in the order of the configuration. */
  public List<ConfigProblem> problems() {
    return problems;
  }
}
