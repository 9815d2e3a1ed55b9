package io.wirelink.command;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** The terminal that standard output is, if it is one. */
public interface Terminal {

  /**
   * How much a terminal shows.
   *
   * @param columns cells in a row; 0 if that is not known
   * @param rows rows; 0 if that is not known
   */
  record Size(int columns, int rows) {}

  /** Pauses of a command that goes on until it is told to end. */
  @FunctionalInterface
  interface Pauses {
    /**
     * Waits for the time to pass, or for the terminal to get another size.
     *
     * @return false once the command is to end
     */
    boolean pause(Duration most) throws InterruptedException;
  }

  /** None: what goes on here ends at its first pause. */
  Terminal NONE =
      new Terminal() {
        @Override
        public Optional<Size> size() {
          return Optional.empty();
        }

        @Override
        public Pauses pauses() {
          return most -> false;
        }
      };

  /** How much the terminal shows now; nothing if standard output is none. */
  Optional<Size> size();

  /** From here on, what would end the process ends the next pause. */
  Pauses pauses();

  /** Whether the terminal can paint, and put the cursor elsewhere. */
  default boolean canPaint(Map<String, String> variables) {
    String kind = variables.getOrDefault("TERM", "");
    return size().isPresent() && !kind.isEmpty() && !kind.equals("dumb");
  }

  /**
   * Whether output is to be coloured: on a terminal that can, unless {@code NO_COLOR}
   * (no-color.org) or {@code CLICOLOR=0} is in the environment; and anywhere if {@code
   * CLICOLOR_FORCE} is.
   */
  default boolean wantsColour(Map<String, String> variables) {
    if (!variables.getOrDefault("NO_COLOR", "").isEmpty()) {
      return false;
    }
    if (!variables.getOrDefault("CLICOLOR_FORCE", "0").equals("0")) {
      return true;
    }
    return !variables.getOrDefault("CLICOLOR", "").equals("0") && canPaint(variables);
  }
}
