package io.wirelink.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wirelink.fixtures.AbstractShell.Ended;
import io.wirelink.fixtures.Views;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That the commands about configuration, and the document on it, say what is true. */
class ConfigCommandTest {
  private static final Path DOCUMENT = Path.of("../../docs/configuration.md");
  private static final String NO_KEY = "qqqqqqqqqqqq";

  @TempDir private Path folder;
  private Shell shell;

  @BeforeEach
  void openTheShell() throws Exception {
    shell = new Shell(folder);
    Files.createDirectories(folder.resolve("etc"));
  }

  @Test
  void everyCommandExplainsItself() {
    for (String word : List.of("check", "show", "init", "export", "for-basic")) {
      Ended ended = shell.run("config", word, "--help");
      assertEquals(0, ended.exitCode(), ended.err());
      assertTrue(ended.out().startsWith("Usage: wirelink config " + word), ended.out());
      assertTrue(ended.out().contains("Examples:\n  wirelink config " + word), ended.out());
      assertTrue(
          ended.out().lines().allMatch(line -> line.length() <= 80),
          "a line is broken: " + ended.out());
    }
  }

  /** The keys that a file may have, as the complaint about another lists them. */
  private List<String> keys(String json) throws Exception {
    Path file = Files.writeString(folder.resolve("a.json"), json.formatted(NO_KEY));
    String complaint = shell.run("config", "check", file.toString()).out().strip();
    return List.of(complaint.replaceFirst("(?s).*the keys here are ", "").split(", "));
  }

  /** The keys that the document has in the table below a heading. */
  private static List<String> documented(String heading) throws Exception {
    List<String> keys = new ArrayList<>();
    boolean below = false;
    for (String line : Files.readAllLines(DOCUMENT)) {
      below = line.startsWith("## ") ? line.equals(heading) : below;
      Matcher row = Pattern.compile("\\| `([^`]+)` \\|.*").matcher(line);
      if (below && row.matches()) {
        keys.add(row.group(1));
      }
    }
    return keys;
  }

  @Test
  void everyKeyIsDocumented() throws Exception {
    assertEquals(keys("{\"%s\": 1}"), documented("## Settings"));
    assertEquals(
        keys("{\"peers\": [{\"PublicKey\": \"" + Views.SELF + "\", \"%s\": 1}]}").stream()
            .sorted()
            .toList(),
        documented("## Peers").stream().sorted().toList());
  }

  @Test
  void theVariablesInTheDocumentAreRead() throws Exception {
    String document = Files.readString(DOCUMENT);
    for (String name :
        List.of("ROUTER", "PORT", "CHATTY", "DEBUG", "REPORT_IFACES", "HIDE_IFACES", "METRICS")) {
      String variable = "WIRELINK_" + name;
      assertTrue(document.contains("`" + variable + "`"), variable);
      shell.variables.put(variable, "[");
      String said = shell.run("config", "check").out();
      assertTrue(said.startsWith(variable + ": "), said);
      shell.variables.remove(variable);
    }
  }

  @Test
  void theExamplesInTheDocumentAreRight() throws Exception {
    Matcher examples =
        Pattern.compile("```(json|yaml|toml)\n(.*?)```", Pattern.DOTALL)
            .matcher(Files.readString(DOCUMENT));
    List<String> shown = new ArrayList<>();
    while (examples.find()) {
      Path file = folder.resolve("etc/wirelink.wg0." + examples.group(1));
      Files.writeString(file, examples.group(2));
      assertEquals(
          new Ended(0, file + ": no mistakes, 1 peer\n", ""), shell.run("config", "check"));
      shown.add(shell.run("config", "show").out());
      Files.delete(file);
    }
    assertEquals(3, shown.size());
    assertEquals(shown.get(1), shown.get(2), "YAML and TOML say the same");
  }

  @Test
  void theCommandsInTheDocumentAreThere() throws Exception {
    Pattern command = Pattern.compile("^### .*`wirelink config ([a-z-]+).*`$");
    List<String> words =
        Files.readAllLines(DOCUMENT).stream()
            .map(command::matcher)
            .filter(Matcher::matches)
            .map(match -> match.group(1))
            .toList();
    assertEquals(
        Stream.of("check", "export", "for-basic", "init", "show").toList(),
        words.stream().sorted().toList());
  }

  @Test
  void theConfigurationIsShownAsAFile() throws Exception {
    Path file = folder.resolve("etc/wirelink.wg0.json");
    Files.writeString(
        file,
        """
        {"peers": [{"PublicKey": "%s", "AllowedIPs": ["10.0.0.7/24"]}]}\
        """
            .formatted(Views.ROUTER));
    String shown = shell.run("config", "show").out();
    assertEquals(
        """
        {
          "iface": "wg0",
          "router": "auto",
          "port": 0,
          "chatty": false,
          "debug": false,
          "ReportIfaces": [],
          "HideIfaces": [],
          "peers": [
            {
              "PublicKey": "%s",
              "AllowedIPs": [
                "10.0.0.0/24"
              ]
            }
          ]
        }
        """
            .formatted(Views.ROUTER),
        shown);
    Files.writeString(file, shown);
    assertEquals(shown, shell.run("config", "show").out());
    assertEquals(shown, shell.run("run", "--dump").out());
  }
}
