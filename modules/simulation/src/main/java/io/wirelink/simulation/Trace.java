package io.wirelink.simulation;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * The last things that happened in a simulation, for people who look for the reason of a failure.
 */
public final class Trace {

  /** Enough for a few minutes of a mesh of ten, and small enough to keep a thousand of them. */
  private static final int CAPACITY = 20_000;

  /** How many lines a failure shows: about the last exchange, unless the property asks for more. */
  private static final int TAIL = Integer.getInteger("simulation.tail", 60);

  private final ArrayDeque<Entry> entries = new ArrayDeque<>();
  private long count;

  /**
   * One thing that happened.
   *
   * @param nanos when, since the simulation began
   * @param who the host, network or NAT that it happened to
   * @param what what happened
   * @param detail more about it
   */
  public record Entry(long nanos, String who, String what, Object detail) {
    @Override
    public String toString() {
      return Times.text(nanos) + " " + who + " " + what + " " + detail;
    }
  }

  Trace() {}

  void add(long nanos, String who, String what, Object detail) {
    if (entries.size() == CAPACITY) {
      entries.removeFirst();
    }
    entries.addLast(new Entry(nanos, who, what, detail));
    count++;
  }

  /** How many things happened, those included that were forgotten. */
  public long count() {
    return count;
  }

  /** What happened last, oldest first. */
  public List<Entry> entries() {
    return List.copyOf(entries);
  }

  /** The whole trace that is kept as lines of text. */
  public String text() {
    return lines(entries.size());
  }

  /** The end of the trace as lines of text. */
  String tail() {
    return lines(TAIL);
  }

  private String lines(int limit) {
    var kept =
        new ArrayList<>(entries).subList(Math.max(0, entries.size() - limit), entries.size());
    var text = new StringBuilder();
    kept.forEach(entry -> text.append(entry).append('\n'));
    return text.toString();
  }
}
