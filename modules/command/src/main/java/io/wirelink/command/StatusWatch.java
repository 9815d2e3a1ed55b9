package io.wirelink.command;

import io.wirelink.control.ControlFailure;
import io.wirelink.text.Printable;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Asks agents again and again, and shows what they answer, until it is told to end. */
final class StatusWatch {
  /** People see no more, and an agent does not notice it. */
  private static final Duration PERIOD = Duration.ofSeconds(1);

  /**
   * What came of asking an agent.
   *
   * @param interfaceName whose agent
   * @param answer its answer; null if there is none
   * @param failure why there is none; null if there is one
   */
  record Outcome(
      String interfaceName, @Nullable Map<String, ?> answer, @Nullable ControlFailure failure) {

    /** Why there is no answer; empty if there is one. */
    String why() {
      return failure == null ? "" : Printable.of(String.valueOf(failure.getMessage()));
    }
  }

  /** Shows outcomes. */
  interface Display {
    /** Before the first. */
    default void begin() {}

    /** Shows what came of asking all agents. */
    void show(List<Outcome> outcomes) throws IOException;

    /** After the last, whatever happened. */
    default void end() {}
  }

  private final List<String> interfaceNames;
  private final Function<String, Outcome> asking;
  private final Display display;
  private final PrintWriter out;

  /**
   * Watches agents.
   *
   * @param asking asks the agent of an interface
   * @param display what shows the answers, and writes to {@code out}
   */
  StatusWatch(
      List<String> interfaceNames,
      Function<String, Outcome> asking,
      Display display,
      PrintWriter out) {
    this.interfaceNames = interfaceNames;
    this.asking = asking;
    this.display = display;
    this.out = out;
  }

  /**
   * Shows what the agents answer until the pauses or the output come to their end. An agent that
   * goes away is waited for; it must have been there at first.
   *
   * @throws ControlFailure if no agent answers at first
   */
  void run(Terminal terminal) throws IOException, InterruptedException {
    List<Outcome> outcomes = ask();
    if (outcomes.stream().allMatch(outcome -> outcome.answer() == null)) {
      ControlFailure failure = outcomes.getFirst().failure();
      throw failure == null ? new IllegalStateException("there is nobody to ask") : failure;
    }
    Terminal.Pauses pauses = terminal.pauses();
    display.begin();
    try {
      display.show(outcomes);
      while (!out.checkError() && pauses.pause(PERIOD)) {
        display.show(ask());
      }
    } finally {
      display.end();
      out.flush();
    }
  }

  private List<Outcome> ask() {
    return interfaceNames.stream().map(asking).toList();
  }
}
