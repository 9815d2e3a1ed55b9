package io.wirelink.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * The units in the hands of systemd itself, which is booted in a container. All of it happens there
 * at once (the file {@code systemd/probe} says what), and each test looks at a part.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SystemdIT {
  private static final Path GUIDE = Lab.SCRIPTS.resolveSibling("docs").resolve("service.md");
  private static final Pattern DROP_IN = Pattern.compile("```ini\n(.*?)```", Pattern.DOTALL);

  /** Where scripts/test puts systemd-resolved, which this machine may not be given. */
  private static final Path TOOLS = Lab.SCRIPTS.resolveSibling("target").resolve("tools/resolved");

  /** What {@code systemd/boot} ends with where it can boot nothing. */
  private static final int NO_CONTAINER = 77;

  private static final Pattern PART = Pattern.compile("\n== (.*)\n");

  @TempDir private static Path folder;

  private Map<String, String> parts = Map.of();

  @BeforeAll
  void boot() throws Exception {
    assumeTrue("root".equals(System.getProperty("user.name")), "to boot systemd needs root");
    Path shared = Files.createDirectory(folder.resolve("shared"));
    copy("probe", shared.resolve("probe"));
    Files.writeString(shared.resolve("group.conf"), dropIn("DynamicUser=no"));
    Files.writeString(shared.resolve("kernel.conf"), dropIn("CapabilityBoundingSet="));
    Path boot = folder.resolve("boot");
    copy("boot", boot);
    Path console = folder.resolve("console");
    List<String> command = new ArrayList<>(List.of("bash", boot.toString()));
    command.addAll(List.of(Lab.IMAGE.toString(), Unit.FOLDER.toString(), folder.toString()));
    if (Files.isDirectory(TOOLS)) {
      command.add(TOOLS.toString());
    }
    // It bounds itself, and does more than what Ended gives time for.
    Process container =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(console.toFile()))
            .start();
    int status = container.waitFor();
    String said = "exit status " + status + "\n" + Files.readString(console);
    assumeTrue(status != NO_CONTAINER, () -> "systemd-nspawn makes no container here: " + said);
    Path out = shared.resolve("out");
    assertTrue(Files.exists(out), () -> "the probe did not begin: " + said);
    parts = partsOf(Files.readString(out));
    assertTrue(parts.containsKey("journal"), () -> parts + "\n" + said);
  }

  private static void copy(String resource, Path file) throws IOException {
    try (var stream = SystemdIT.class.getResourceAsStream("/systemd/" + resource)) {
      Files.copy(stream, file);
    }
  }

  /** The drop-in of the guide that has this line. */
  private static String dropIn(String line) throws IOException {
    Matcher matcher = DROP_IN.matcher(Files.readString(GUIDE));
    while (matcher.find()) {
      if (matcher.group(1).lines().anyMatch(line::equals)) {
        return matcher.group(1);
      }
    }
    throw new AssertionError(GUIDE + " has no drop-in with " + line);
  }

  private static Map<String, String> partsOf(String out) {
    Map<String, String> parts = new LinkedHashMap<>();
    Matcher matcher = PART.matcher(out);
    String name = null;
    int from = 0;
    while (matcher.find()) {
      if (name != null) {
        parts.put(name, out.substring(from, matcher.start()));
      }
      name = matcher.group(1);
      from = matcher.end();
    }
    parts.put(name, out.substring(from));
    return parts;
  }

  /** Fails unless the part is this. */
  private void assertPart(String name, String... lines) {
    assertEquals(List.of(lines), parts.get(name).lines().toList(), this::everything);
  }

  private String everything() {
    StringBuilder all = new StringBuilder();
    parts.forEach((name, text) -> all.append("== ").append(name).append('\n').append(text));
    return all.toString();
  }

  @Test
  void theUnitStartsAnAgentThatSaysWhatItDoes() {
    assertPart("socket of a dead agent of root", "wg0.sock");
    assertPart("start", "active", "active", "leaf, 0 facts, no peers");
    assertPart("configuration", "port 51999");
  }

  @Test
  void theAgentIsAUserWithTheCapabilitiesOfTheUnitAndNoMore() {
    List<String> lines = parts.get("process").lines().toList();
    assertEquals("wirelink wirelink", lines.getFirst().replaceAll(" +", " "), this::everything);
    assertEquals("CapEff:\t0000000000001402", lines.get(1), this::everything);
    assertEquals("CapBnd:\t0000000000001402", lines.get(2), this::everything);
    assertEquals(List.of("NoNewPrivs:\t1", "Seccomp:\t2"), lines.subList(3, 5));
  }

  @Test
  void rootMayAskIt() {
    assertPart("facts", "The agent on wg0 knows nothing yet.", "exit code 0");
  }

  @Test
  void aReloadWaitsForItsEndAndTellsOfIt() {
    assertPart(
        "reload",
        "exit code 0",
        "router, 0 facts, no peers",
        "exit code 1",
        "active",
        "the agent runs on with the one before");
  }

  @Test
  void ofOthersItSeesNothing() {
    List<String> seen = parts.get("hidden").lines().toList();
    for (String secret :
        List.of(
            "/etc/shadow",
            "/etc/krb5.keytab",
            "/etc/NetworkManager",
            "/etc/letsencrypt",
            "/root")) {
      assertTrue(seen.contains(secret + " 0"), this::everything);
    }
    List<String> run = seen.stream().filter(line -> line.startsWith("/run")).toList();
    for (String path : run) {
      assertTrue(
          path.matches("/run/(credentials|host|private|systemd|wireguard|wirelink)"),
          this::everything);
    }
  }

  @Test
  void itHasAFolderForWhatItKnowsAndNoOtherOfTheState() {
    assertPart(
        "state",
        "private",
        "wirelink",
        "/var/lib/wirelink 700",
        "writable",
        "and nothing beside it",
        "/var/lib/wirelink wirelink 700",
        "tried");
  }

  @Test
  void whatItMayTakeIsBoundedAndItsMemoryIsWrittenNowhere() {
    assertPart("limits", "core file size 0 0 bytes ", "536870912", "0", "128");
  }

  @Test
  void anAgentThatIsStoppedLeavesTheSocketsOfOthersAlone() {
    assertPart("stop of one of two", "wg0.sock", "success");
  }

  @Test
  void anAgentThatHangsIsStartedAgain() {
    assertPart(
        "a process that hangs",
        "still the same",
        "active",
        "Watchdog timeout",
        "Full thread dump",
        "with result 'watchdog'");
  }

  @Test
  void anAgentThatIsBoundToWgQuickComesAndGoesWithIt() {
    assertPart("interface of wg-quick", "active", "active", "inactive");
  }

  @Test
  void aHostThatJoinsRunsAtOnceAndAtEachStart() {
    assertPart(
        "join",
        "When it has come, wirelink-save@wg9.path has it written into /etc/wireguard/wg9.conf.",
        "Asking the router to be let in.",
        "This host belongs to the mesh now, as 10.78.0.2/24: /etc/wireguard/wg5.conf is written.",
        "active",
        "active",
        "enabled",
        "enabled",
        "10.78.0.0/24");
  }

  @Test
  void whoCameIsInTheFileOfWgQuickThoughTheAgentMayNotWriteIt() {
    assertPart(
        "save",
        "its key",
        "AllowedIPs = 10.78.0.2/32",
        "root 600",
        "success",
        "active",
        "nothing is asked any more");
  }

  @Test
  void aHostThatTakesAnotherKeyHasItInItsFileAndTheRouterToo() {
    assertPart(
        "rotate",
        "wg5.conf has it as well",
        "another key",
        "which the file has",
        "1",
        "no address of the key before");
  }

  @Test
  void programsFindHostsByTheirNamesWhileAnAgentRuns() {
    assumeFalse(
        parts.get("names").contains("there is no systemd-resolved"),
        "systemd-resolved is not here to be told of names");
    assertPart(
        "names",
        "(wg4): wg4.wirelink ~0.77.10.in-addr.arpa",
        "10.77.0.30 STREAM phone.wg4.wirelink",
        "10.77.0.30 phone.wg4.wirelink",
        "nobody is there",
        "(wg4):");
  }

  @Test
  void aGroupMayAskItWithTheDropInOfTheGuide() {
    assertPart(
        "group",
        "active",
        "/run/wirelink/wg0.sock wirelink wirelink 660",
        "The agent on wg0 knows nothing yet.",
        "the agent on wg0 belongs to another user: run this as root, or as that user.",
        "exit code 1");
  }

  @Test
  void theSocketOfAUserspaceWireGuardIsOutOfReachWithTheDropInForTheKernel() {
    assertTrue(
        parts.get("kernel only").contains("this process may not use /var/run/wireguard/wg0.sock"),
        this::everything);
  }

  @Test
  void noAgentFailsUnexpectedly() {
    assertFalse(parts.get("journal").contains("Exception"), this::everything);
  }
}
