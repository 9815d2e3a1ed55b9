package io.wirelink.launcher;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wirelink.command.Surroundings;
import io.wirelink.command.WirelinkCommandLine;
import io.wirelink.device.PrivateKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Every example of the help, of the manual pages that are made of it, of the README and of docs/ is
 * run as it stands, in a mesh whose hosts are called as the examples call them.
 *
 * <p>An example runs on {@code leaf3}, which has an agent; one that is to bring up an agent or to
 * write a configuration runs on {@code leaf4}, which has neither, and one that invites or removes
 * somebody on the router. It finds the files of {@link #bringWhatExamplesRead} in its folder. An
 * example that calls another program than the ones here fails until somebody has decided whether it
 * is to be run.
 */
class ExamplesIT {
  private static final String WITH_AGENT = "leaf3";
  private static final String FRESH = "leaf4";

  /** What does no harm to this machine, in a lab. */
  private static final Set<String> HARMLESS =
      Set.of(
          "cat",
          "cd",
          "curl",
          "echo",
          "grep",
          "head",
          "ip",
          "jq",
          "less",
          "ping",
          "printf",
          "promtool",
          "shred",
          "socat",
          "sort",
          "tail",
          "tee",
          "umask",
          "wc",
          "wg",
          "wirelink");

  /** What is not run, and why. */
  private static final Map<String, String> NOT_HERE =
      Map.ofEntries(
          Map.entry("apt", "scripts/test-package installs the package"),
          Map.entry("apt-get", "scripts/test-package installs the package"),
          Map.entry("cp", "it would install on this machine"),
          Map.entry("journalctl", "no service manager runs in a lab"),
          Map.entry("ln", "it would install on this machine"),
          Map.entry("mvn", "scripts/test runs all tests"),
          Map.entry("scripts/bench", "it measures for long"),
          Map.entry("scripts/build", "the image is built already"),
          Map.entry("scripts/demo", "DemoIT does"),
          Map.entry("scripts/package", "scripts/test-package does"),
          Map.entry("scripts/test", "it is what runs this"),
          Map.entry("scripts/test-kernel", "scripts/test does"),
          Map.entry("scripts/test-package", "scripts/test does"),
          Map.entry("systemctl", "no service manager runs in a lab"),
          Map.entry("systemd-analyze", "no unit is installed in a lab"),
          Map.entry("useradd", "it would make a user on this machine"),
          Map.entry("usermod", "it would change a user of this machine"),
          Map.entry("wg-quick", "a lab has its interfaces"));

  /** Statuses of a command that was ended from outside, as a shell has them. */
  private static final Set<Integer> ENDED_WELL = Set.of(0, 143);

  /** Enough to start and to fail, if it does. */
  private static final int A_WHILE_SECONDS = 4;

  /** The keys that the examples show, and whose they are. */
  private static final Map<String, String> SHOWN_KEYS =
      Map.of(
          "302gDmQsULru7lawg8XvU92Y43G2eAntZk39wpJSMwY=", "router",
          "ZP/Mzlvt9BwNH9oqtuL0ZP8OW1foBBWfE8R6nSrM/nk=", "leaf1",
          "EamDDW+ntyyiNthpqBGROuRrmqlYw/k39z7Ym1F5gTU=", "leaf2");

  /** As much of a key as tells it from others. */
  private static final int SHORTEST_KEY = 6;

  private static final Pattern JSON_BLOCK =
      Pattern.compile("```json\\n(\\{.*?\\n\\})\\n```", Pattern.DOTALL);

  private static final Path TOP = Lab.SCRIPTS.resolve("..").normalize();

  /** The private key of the host without an agent; of this test alone, and no secret. */
  private static final String PHONE_KEY = "dwdtCnMYpX08FsFyUbJmRd9ML4frwJkqsXf7pR25LCo=";

  private static final PrivateKey PHONE = PrivateKey.parse(PHONE_KEY);

  private static Lab lab;
  private static Path folder;

  @BeforeAll
  static void makeMesh() throws IOException {
    lab = Lab.lan(4);
    folder = Files.createDirectory(lab.directory().resolve("examples"));
    String config = configOfNames();
    for (String host : List.of("router", "leaf1", "leaf2", WITH_AGENT)) {
      lab.execWith(config, host, "tee", "/etc/wireguard/wirelink.wg0.json").done();
    }
    lab.start("router", "leaf1", "leaf2", WITH_AGENT);
    lab.within(
        WITH_AGENT + " routes to leaf2 directly", () -> lab.routesDirectly(WITH_AGENT, "leaf2"));
  }

  @AfterAll
  static void removeMesh() {
    if (lab != null) {
      lab.close();
    }
  }

  /**
   * The configuration that docs/names.md shows, with the keys of the lab, and a host without agent.
   */
  private static String configOfNames() throws IOException {
    Matcher block = JSON_BLOCK.matcher(Files.readString(TOP.resolve("docs/names.md")));
    assertTrue(block.find(), "docs/names.md shows no configuration");
    String config = block.group(1);
    for (String host : lab.hosts()) {
      config = config.replaceAll("<(the )?" + host + "'s public key>", lab.key(host).toString());
    }
    assertFalse(config.contains("<"), config);
    return config.replace(
        "\n  ]",
        """
        ,
            { "PublicKey": "%s", "Name": "phone", "AllowedIPs": ["10.77.0.30/32"], "Basic": true }
          ]\
        """
            .formatted(PHONE.publicKey()));
  }

  private static void bringWhatExamplesRead() throws IOException {
    Files.writeString(folder.resolve("private.key"), lab.privateKeyText(WITH_AGENT) + "\n");
    Files.writeString(folder.resolve("phone.key"), PHONE_KEY + "\n");
    Files.writeString(folder.resolve("facts.hex"), "6dff01" + "5a".repeat(32) + "\n");
    Files.writeString(folder.resolve("packets.hex"), "00".repeat(64) + "\n");
    Files.writeString(folder.resolve("wirelink.wg0.yaml"), "router: false\n");
    Files.writeString(folder.resolve("wirelink.wg0.json"), "{ \"router\": false }\n");
  }

  @TestFactory
  Stream<DynamicTest> everyExampleDoesWhatItSays() throws IOException {
    List<Example> examples =
        new ArrayList<>(
            Example.ofHelp(WirelinkCommandLine.of(Surroundings.NONE).getCommandSpec()).toList());
    examples.addAll(Example.ofText(TOP.resolve("README.md")));
    try (Stream<Path> texts = Files.list(TOP.resolve("docs"))) {
      for (Path text : texts.filter(file -> file.toString().endsWith(".md")).sorted().toList()) {
        examples.addAll(Example.ofText(text));
      }
    }
    return examples.stream()
        .map(
            example ->
                new Example(example.place(), example.line().replaceAll("(^|[|;&] *)sudo ", "$1")))
        .filter(example -> example.programs().stream().noneMatch(NOT_HERE::containsKey))
        .filter(example -> !example.line().startsWith("wirelink join ")) // JoinIT does
        .map(
            example ->
                DynamicTest.dynamicTest(
                    example.place() + ": " + example.line(), () -> run(example)));
  }

  private static void run(Example example) throws IOException, InterruptedException {
    assertTrue(
        HARMLESS.containsAll(example.programs()),
        "shall this be run, or why not? Say so in this test: " + example);
    assertFalse(
        example.line().matches(".*\\btee (-a )?/(?!etc/wireguard/).*"),
        "this writes outside of the lab: " + example);
    bringWhatExamplesRead();
    boolean fresh = example.line().matches("wirelink (run|config init)\\b.*");
    boolean deciding = example.line().matches("wirelink (invite|remove).*");
    String host = fresh ? FRESH : deciding ? "router" : WITH_AGENT;
    if (fresh) {
      lab.exec(host, "sh", "-c", "rm -f /etc/wireguard/wirelink.*").done();
    }
    String line = "set -o pipefail; cd '" + folder + "'; " + withKeysOfLab(example.line());
    if (example.goesOn()) {
      runForAWhile(host, line.replaceFirst("; ([^;]*)$", "; exec $1"));
    } else {
      lab.exec(host, "bash", "-c", line).done();
    }
  }

  private static String withKeysOfLab(String line) {
    String changed = line.replaceAll("<[^<>]*public key>", lab.key("leaf2").toString());
    for (var shown : SHOWN_KEYS.entrySet()) {
      String real = lab.key(shown.getValue()).toString();
      String key = shown.getKey();
      changed = changed.replace(key, real);
      Matcher beginning =
          Pattern.compile(
                  "(?<!\\S)" + Pattern.quote(key.substring(0, SHORTEST_KEY)) + "\\S*(?!\\S)")
              .matcher(changed);
      changed =
          beginning.replaceAll(
              found ->
                  Matcher.quoteReplacement(
                      key.startsWith(found.group())
                          ? real.substring(0, found.group().length())
                          : found.group()));
    }
    return changed;
  }

  /** Lets it go on for a while, in which it may be silent: perhaps nothing happens. */
  private static void runForAWhile(String host, String line)
      throws IOException, InterruptedException {
    Path output = Files.createTempFile(folder, "output", "");
    Process process = lab.begin(host, output, "bash", "-c", line);
    try {
      assertFalse(
          process.waitFor(A_WHILE_SECONDS, TimeUnit.SECONDS),
          () -> line + " ended by itself: " + text(output));
      process.destroy();
      assertTrue(process.waitFor(Lab.NEVER_SECONDS, TimeUnit.SECONDS), line + " does not end");
      assertTrue(
          ENDED_WELL.contains(process.exitValue()),
          () -> line + " ended with " + process.exitValue() + ": " + text(output));
    } finally {
      process.destroyForcibly();
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new AssertionError(file + " cannot be read", e);
    }
  }
}
