package io.wirelink.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Some pairs of the grid that scripts/bench-nat measures as a whole: those of which one side is of
 * another kind than elsewhere in these tests.
 */
@Execution(ExecutionMode.CONCURRENT)
class NatGridIT {

  /** Beyond the first call of each, and what WireGuard sends when it is not answered. */
  private static final int CALM_SECONDS = 7;

  /** The kinds are what their names say, or else the rest would prove nothing. */
  @Test
  void eachKindOfNatDoesWhatItsNameSays() {
    Assumptions.assumeTrue("root".equals(System.getProperty("user.name")), "labs need root");
    String command = Lab.SCRIPTS.resolve("lab").toString();
    Ended ended = Ended.run(List.of(command, "selftest-nats"), Map.of()).done();
    assertEquals(8, ended.out().lines().filter(line -> line.contains(": ")).count(), ended::out);
  }

  @ParameterizedTest
  @CsvSource({
    "full-cone, random",
    "address-restricted, sequential",
    "port-restricted, carrier",
  })
  void whoCanMeetMeets(String one, String other) {
    try (Lab lab = Lab.behind(one, other)) {
      lab.startAndMeet();
      lab.within("leaf1 pings leaf2", () -> lab.ttl("leaf1", "leaf2") == 64);
      lab.within("leaf2 pings leaf1", () -> lab.ttl("leaf2", "leaf1") == 64);
    }
  }

  @ParameterizedTest
  @CsvSource({"public, blocked", "carrier, sequential"})
  void whoCannotMeetStaysWithTheRouter(String one, String other) {
    try (Lab lab = Lab.behind(one, other)) {
      lab.start();
      lab.within(
          "the leaves have tried each other",
          () -> lab.log("leaf1").contains("Trying") && lab.log("leaf2").contains("Trying"));
      Ended pings =
          lab.exec("leaf1", "ping", "-n", "-c", "" + CALM_SECONDS, lab.tunnel("leaf2")).done();
      assertEquals(
          CALM_SECONDS, pings.out().lines().filter(line -> line.contains("ttl=63")).count());
      assertFalse(lab.routesDirectly("leaf1", "leaf2"));
      assertFalse(lab.routesDirectly("leaf2", "leaf1"));
    }
  }
}
