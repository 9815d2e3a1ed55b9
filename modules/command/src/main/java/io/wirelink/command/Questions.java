package io.wirelink.command;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * Asks somebody at a terminal. A question is repeated until its answer means something; an answer
 * that is empty is the one that the question proposes.
 */
final class Questions {
  private final BufferedReader answers;
  private final PrintWriter screen;

  /**
   * Asks here.
   *
   * @param answers where answers come from, a line each
   * @param screen where questions go to
   */
  Questions(BufferedReader answers, PrintWriter screen) {
    this.answers = answers;
    this.screen = screen;
  }

  /** Says something. */
  void say(String sentence) {
    screen.println(sentence);
  }

  /** Asks for yes or no. */
  boolean yes(String question, boolean proposal) {
    return ask(question, proposal ? "yes" : "no", Questions::truth);
  }

  private static boolean truth(String word) {
    return switch (word.toLowerCase(Locale.ROOT)) {
      case "y", "yes" -> true;
      case "n", "no" -> false;
      default -> throw new IllegalArgumentException("answer yes or no");
    };
  }

  /**
   * Asks for something that need not be told.
   *
   * @param meaning what an answer means; throws an {@link IllegalArgumentException} whose message
   *     says what is wrong with it
   */
  <T> Optional<T> askFor(String question, Function<String, T> meaning) {
    return ask(
        question,
        "",
        answer -> answer.isEmpty() ? Optional.empty() : Optional.of(meaning.apply(answer)));
  }

  /**
   * Asks for something.
   *
   * @param proposal what an empty answer stands for
   * @param meaning what an answer means; throws an {@link IllegalArgumentException} whose message
   *     says what is wrong with it
   */
  <T> T ask(String question, String proposal, Function<String, T> meaning) {
    while (true) {
      screen.print(question + (proposal.isEmpty() ? ": " : " [" + proposal + "]: "));
      screen.flush();
      String answer = answer().strip();
      try {
        return meaning.apply(answer.isEmpty() ? proposal : answer);
      } catch (IllegalArgumentException e) {
        screen.println("  " + e.getMessage() + ".");
      }
    }
  }

  private String answer() {
    try {
      String line = answers.readLine();
      if (line == null) {
        screen.println();
        throw new CommandFailure(
            CommandFailure.FAILED,
            "the answers ended before the questions did: nothing was written");
      }
      return line;
    } catch (IOException e) {
      throw new CommandFailure(
          CommandFailure.FAILED, "the terminal cannot be read (" + e.getMessage() + ")");
    }
  }
}
