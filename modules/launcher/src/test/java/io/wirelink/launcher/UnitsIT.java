package io.wirelink.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What systemd thinks of the units. */
class UnitsIT {
  /** 2.0, as systemd-analyze(1) counts it. */
  private static final String EXPOSURE = "--threshold=20";

  @TempDir private Path folder;

  @BeforeEach
  void needAnalyze() {
    boolean there =
        List.of(System.getenv("PATH").split(":")).stream()
            .anyMatch(bin -> Files.isExecutable(Path.of(bin, "systemd-analyze")));
    assumeTrue(there, "systemd-analyze is not here to check the units");
  }

  @Test
  void systemdVerifiesTheUnitsWithoutAWord() throws IOException {
    for (String name : Unit.ALL) {
      Ended ended = Ended.run(List.of("systemd-analyze", "verify", installed(name)), Map.of());
      assertEquals(0, ended.exitCode(), ended::toString);
      assertEquals("", ended.out() + ended.err());
    }
  }

  @Test
  void systemdRatesTheExposureOfTheUnitsAtTwoOrLess() throws IOException {
    for (String name : Unit.SERVICES) {
      Ended ended =
          Ended.run(
              List.of(
                  "systemd-analyze",
                  "security",
                  "--no-pager",
                  "--offline=true",
                  EXPOSURE,
                  installed(name)),
              Map.of());
      assertEquals(0, ended.exitCode(), ended::toString);
      ended.out().lines().filter(line -> line.contains("Overall")).forEach(System.out::println);
    }
  }

  @Test
  void theUnitsDifferOnlyInWhenTheAgentIsStartedAgain() {
    List<List<String>> services =
        Unit.NAMES.stream()
            .map(Unit::read)
            .map(unit -> unit.section("Service"))
            .map(lines -> lines.stream().filter(line -> !line.startsWith("Restart=")).toList())
            .toList();
    assertEquals(services.get(0), services.get(1));
  }

  /** The unit, of the same name, where it finds the command. */
  private String installed(String name) throws IOException {
    String command = Lab.IMAGE.resolve("bin/wirelink").toAbsolutePath().toString();
    String text =
        Files.readString(Unit.FOLDER.resolve(name)).replace("=wirelink ", "=" + command + " ");
    return Files.writeString(folder.resolve(name), text).toString();
  }
}
