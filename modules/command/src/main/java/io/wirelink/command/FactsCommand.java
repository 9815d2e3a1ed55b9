package io.wirelink.command;

import io.wirelink.control.ControlClient;
import io.wirelink.control.FactFilter;
import io.wirelink.control.FactsControl;
import io.wirelink.control.WatchControl;
import io.wirelink.text.JsonText;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Shows what a running agent believes, or what happens to that. */
@Command(
    name = "facts",
    description = {
      "Show what a running agent believes, for how long yet, and on whose word.",
      "",
      "With --watch, show what happens to that from now on: facts that are new, renewed, withdrawn,"
          + " expired or evicted, and what is rejected, by which rule. It ends with the agent.",
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  wirelink facts",
      "  wirelink facts --attribute endpoint --source local",
      "  wirelink facts wg0 --json | jq '.[] | select(.attribute == \"EndpointV4\")'",
      "  wirelink facts --watch     what happens to them, until Ctrl-C",
      "  wirelink facts wg0 --watch --json --attribute AllowedIPs",
    })
final class FactsCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @ParentCommand private WirelinkCommand wirelink;

  @Mixin private AgentParameter agentParameter;

  @Option(
      names = "--peer",
      paramLabel = "NAME|KEY",
      description = "Only what is about this peer; the beginning of its name or key will do.")
  private @Nullable String peer;

  @Option(
      names = "--attribute",
      paramLabel = "WORD|LETTER",
      description = "Only this: alive, endpoint, AllowedIPs, member; or a name of the protocol.")
  private @Nullable String attribute;

  @Option(
      names = "--source",
      paramLabel = "NAME|KEY|local",
      description = "Only what this peer says, or this host itself.")
  private @Nullable String source;

  @Option(
      names = {"-w", "--watch"},
      description = "Show changes as they happen, a line each.")
  private boolean watch;

  @Option(
      names = "--json",
      description = "Print a JSON array for scripts; with --watch, an object a line.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    ControlClient agent = agentParameter.toAsk(wirelink.surroundings());
    if (watch) {
      watch(agent);
    } else {
      show(agent);
    }
    return CommandFailure.DONE;
  }

  private Map<String, String> filter() {
    Map<String, String> filter = new LinkedHashMap<>();
    put(filter, FactFilter.PEER, peer);
    put(filter, FactFilter.ATTRIBUTE, attribute);
    put(filter, FactFilter.SOURCE, source);
    return filter;
  }

  private static void put(Map<String, String> filter, String name, @Nullable String word) {
    if (word != null) {
      filter.put(name, word);
    }
  }

  private void show(ControlClient agent) throws IOException {
    Map<String, Object> answer = agent.ask(FactsControl.NAME, filter());
    List<?> facts = answer.get("facts") instanceof List<?> list ? list : List.of();
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.print(JsonText.lines(facts));
    } else if (facts.isEmpty()) {
      out.println(
          "The agent on %s knows nothing %s."
              .formatted(agent.interfaceName(), filter().isEmpty() ? "yet" : "of that kind"));
    } else {
      out.print(FactTable.of(facts, answer.get("self")));
    }
    out.flush();
  }

  private void watch(ControlClient agent) {
    PrintWriter out = spec.commandLine().getOut();
    agent.follow(
        WatchControl.NAME,
        filter(),
        () -> {
          if (!json) {
            spec.commandLine()
                .getErr()
                .println("Watching the agent on " + agent.interfaceName() + "; Ctrl-C ends this.");
          }
        },
        notice -> {
          out.println(json ? text(notice) : NoticeText.of(notice));
          // Who reads has gone, as `head` does: there is nobody to tell.
          return !out.checkError();
        });
  }

  private static String text(Map<String, Object> notice) {
    try {
      return JsonText.line(notice);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
