package io.wirelink.command;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;

/** A terminal that a test makes: it passes no time, but does something in each pause. */
final class FakeTerminal implements Terminal {
  private final Queue<Runnable> pauses = new ArrayDeque<>();
  private Optional<Size> size;

  /** A terminal of this size, or a pipe; a command that goes on is ended after these pauses. */
  FakeTerminal(Optional<Size> size, Runnable... pauses) {
    this.size = size;
    this.pauses.addAll(List.of(pauses));
  }

  void resize(int columns, int rows) {
    size = Optional.of(new Size(columns, rows));
  }

  @Override
  public Optional<Size> size() {
    return size;
  }

  @Override
  public Pauses pauses() {
    return most -> {
      Runnable next = pauses.poll();
      if (next != null) {
        next.run();
      }
      return next != null;
    };
  }
}
