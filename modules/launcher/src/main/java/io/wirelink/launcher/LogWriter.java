package io.wirelink.launcher;

import io.wirelink.text.Printable;
import java.util.Map;
import org.tinylog.core.LogEntry;
import org.tinylog.writers.AbstractFormatPatternWriter;

/**
 * Writes what is logged to standard error, and nothing in it that could pass for something else: a
 * journal takes each line for an entry, and one that begins with {@code <0>} for an emergency
 * (sd-daemon(3)); a terminal obeys escape sequences.
 *
 * <p>tinylog finds it by the name "log" in {@code tinylog.properties}, hence the public class and
 * constructor.
 */
public final class LogWriter extends AbstractFormatPatternWriter {
  /** What begins each line of an entry but the first. */
  private static final String CONTINUATION = "| ";

  /** What indents a trace of the stack. */
  private static final String TAB = "  ";

  /** Made by tinylog, with what its properties say of the writer. */
  public LogWriter(Map<String, String> properties) {
    super(properties);
  }

  @Override
  public void write(LogEntry entry) {
    System.err.print(safe(render(entry)));
  }

  /** The text of an entry as lines, each with its end. */
  static String safe(String text) {
    StringBuilder lines = new StringBuilder();
    for (String line : text.stripTrailing().split("\n", -1)) {
      lines.append(lines.isEmpty() ? "" : CONTINUATION);
      lines.append(Printable.keepingBlanks(line.replace("\t", TAB))).append('\n');
    }
    return lines.toString();
  }

  @Override
  public void flush() {
    System.err.flush();
  }

  @Override
  public void close() {
    // Standard error is not this one's to close.
  }
}
