package io.wirelink.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The installed command as a shell sees it, with no Java but its own. */
class ImageIT {

  private static final Path COMMAND =
      Path.of(System.getProperty("wirelink.image"), "bin", "wirelink");

  @TempDir private Path folder;

  private record Ended(int exitCode, String out, String err) {}

  @Test
  void theVersionIsToldFromAnyFolder() throws Exception {
    assertTellsItsVersion(COMMAND);
  }

  @Test
  void theVersionIsToldThroughLinks() throws Exception {
    Path link = Files.createSymbolicLink(folder.resolve("link"), COMMAND);
    try {
      assertTellsItsVersion(link);
      assertTellsItsVersion(Files.createSymbolicLink(folder.resolve("again"), Path.of("link")));
    } finally {
      Files.delete(link); // it leads out of the folder, and the sweeper of folders warns of that
    }
  }

  @Test
  void optionsForOtherJavaProgramsDoNotReachIt() throws Exception {
    Map<String, String> foreign =
        Map.of("JAVA_TOOL_OPTIONS", "-Xmx1m", "JDK_JAVA_OPTIONS", "-no-such", "CLASSPATH", "/x");
    Ended ended = run(foreign, COMMAND, "--version");
    assertEquals(new Ended(0, ended.out(), ""), ended);
  }

  @Test
  void itsOwnVariableAddsOptionsForTheJvm() throws Exception {
    Ended ended =
        run(Map.of("WIRELINK_JAVA_OPTS", "-Dwirelink.commit=abc -Dx=y"), COMMAND, "--version");
    assertTrue(ended.out().endsWith(" (abc)\n"), ended.out());
  }

  @Test
  void anAgentWithoutMemoryEndsWhichSystemdSees() throws Exception {
    Ended ended = run(Map.of("WIRELINK_JAVA_OPTS", "-XX:+PrintFlagsFinal"), COMMAND, "--version");
    assertTrue(ended.out().matches("(?s).*ExitOnOutOfMemoryError += true.*"), ended.out());
  }

  @Test
  void wrongUsageIsOneSentenceOnStandardError() throws Exception {
    for (String word : List.of("--no-such-option", "no-such-command")) {
      Ended ended = run(Map.of(), COMMAND, word);
      assertEquals(2, ended.exitCode());
      assertEquals("", ended.out());
      assertEquals(1, ended.err().lines().count(), ended.err());
      assertTrue(ended.err().contains(word), ended.err());
    }
  }

  private void assertTellsItsVersion(Path command) throws Exception {
    Ended ended = run(Map.of(), command, "--version");
    assertEquals(0, ended.exitCode(), ended.err());
    assertTrue(ended.out().startsWith("wirelink "), ended.out());
    assertEquals("", ended.err());
  }

  private Ended run(Map<String, String> environment, Path command, String... words)
      throws IOException, InterruptedException {
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    var builder = new ProcessBuilder(command.toString());
    builder.command().addAll(List.of(words));
    builder.directory(folder.toFile());
    builder.redirectOutput(out.toFile());
    builder.redirectError(err.toFile());
    builder.environment().clear();
    builder.environment().put("PATH", "/usr/bin:/bin");
    builder.environment().putAll(environment);
    Process process = builder.start();
    if (!process.waitFor(Lab.NEVER_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError(command + " did not end within " + Lab.NEVER_SECONDS + " s");
    }
    return new Ended(
        process.exitValue(),
        Files.readString(out, StandardCharsets.UTF_8),
        Files.readString(err, StandardCharsets.UTF_8));
  }
}
