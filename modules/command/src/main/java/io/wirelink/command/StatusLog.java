package io.wirelink.command;

import io.wirelink.command.StatusWatch.Outcome;
import io.wirelink.control.Members;
import io.wirelink.text.JsonText;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Writes what changes where nothing can be redrawn: a line for programs, or a block for people. */
final class StatusLog implements StatusWatch.Display {
  private final boolean json;
  private final PrintWriter out;
  private final Map<String, StatusChanges> changes = new HashMap<>();

  StatusLog(boolean json, PrintWriter out) {
    this.json = json;
    this.out = out;
  }

  @Override
  public void show(List<Outcome> outcomes) throws IOException {
    for (Outcome outcome : outcomes) {
      String name = outcome.interfaceName();
      StatusChanges known = changes.computeIfAbsent(name, any -> new StatusChanges());
      Map<String, ?> answer = outcome.answer();
      List<Map<String, ?>> told =
          answer == null ? known.failed(name, outcome.why()) : known.of(answer);
      if (json) {
        for (Map<String, ?> change : told) {
          out.println(JsonText.line(change));
        }
      } else if (!told.isEmpty()) {
        out.print(block(outcome));
      }
    }
    out.flush();
  }

  private static String block(Outcome outcome) {
    String time = Members.of(outcome.answer()).text("time");
    List<String> lines = StatusScreen.block(outcome, StatusText.Look.PLAIN, StatusText.UNLIMITED);
    return (time.isEmpty() ? "" : time + "\n") + String.join("\n", lines) + "\n\n";
  }
}
