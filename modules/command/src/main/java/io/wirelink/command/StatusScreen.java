package io.wirelink.command;

import io.wirelink.command.StatusWatch.Outcome;
import io.wirelink.control.Members;
import io.wirelink.control.Status;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Redraws a terminal in place. It uses the terminal's other screen, so that what was there before
 * is there again at the end.
 */
final class StatusScreen implements StatusWatch.Display {
  /** The other screen, without a cursor; what is longer than a row is cut (xterm's ctlseqs). */
  private static final String ENTER = "\u001b[?1049h\u001b[?25l\u001b[?7l";

  private static final String LEAVE = "\u001b[?7h\u001b[?25h\u001b[?1049l";
  private static final String HOME = "\u001b[H";
  private static final String CLEAR_ROW = "\u001b[K";
  private static final String CLEAR_BELOW = "\u001b[J";

  /** Of a terminal that does not say how large it is. */
  private static final Terminal.Size USUAL = new Terminal.Size(80, 24);

  /** What a further agent takes at least: a blank line and the one about its host. */
  private static final int LEAST_LINES = 2;

  private final Terminal terminal;
  private final boolean colour;
  private final PrintWriter out;

  StatusScreen(Terminal terminal, Map<String, String> variables, PrintWriter out) {
    this.terminal = terminal;
    this.colour = terminal.wantsColour(variables);
    this.out = out;
  }

  @Override
  public void begin() {
    out.print(ENTER);
  }

  @Override
  public void end() {
    out.print(LEAVE);
  }

  @Override
  public void show(List<Outcome> outcomes) {
    Terminal.Size size = terminal.size().orElse(USUAL);
    int columns = size.columns() > 0 ? size.columns() : USUAL.columns();
    int rows = size.rows() > 0 ? size.rows() : USUAL.rows();
    StringBuilder frame = new StringBuilder(HOME);
    for (String line : lines(outcomes, new StatusText.Look(colour, columns), rows - 1)) {
      frame.append(CLEAR_ROW).append(line).append("\r\n");
    }
    // Written at once, so that no half of it is ever seen.
    out.print(frame.append(CLEAR_BELOW));
    out.flush();
  }

  /** As many lines as fit; a line below them is left for the cursor. */
  private static List<String> lines(List<Outcome> outcomes, StatusText.Look look, int most) {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < outcomes.size(); i++) {
      int after = LEAST_LINES * (outcomes.size() - 1 - i);
      lines.addAll(block(outcomes.get(i), look, most - lines.size() - after));
      lines.add("");
    }
    return lines.subList(0, Math.min(lines.size() - 1, most));
  }

  /** What there is to show of an agent. */
  static List<String> block(Outcome outcome, StatusText.Look look, int most) {
    Map<String, ?> answer = outcome.answer();
    if (answer == null) {
      return List.of(outcome.why());
    }
    Status status = Status.of(Members.of(answer));
    return StatusText.of(status, look, status.time(), most);
  }
}
