package io.wirelink.portmap;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class EpochTest {

  @ParameterizedTest(name = "{0} s and then {2} s after {1} s: {3}")
  @CsvSource({
    "100, 7, 107, true, as it should be",
    "100, 0, 99, true, two answers that changed places",
    "100, 7, 106, true, rounded",
    "100, 7, 108, true, rounded",
    "2, 7, 7, false, began anew two seconds after it had begun",
    "100, 0, 0, false, began anew this moment",
    "0, 7, 4294967295, false, went around",
    "100, 3600, 3500, true, a clock that is slow",
    "100, 3600, 3900, true, a clock that is fast",
    "100, 7, 3, false, began anew",
    "100, 7, 98, false, went back",
    "5, 60, 8, false, began anew and has nearly caught up",
    "100, 7, 4000, false, this host slept",
    "0, 3600, 3000, false, far too slow",
  })
  void aGatewayMayHaveKeptItsMappingsIfItsClockWentOn(
      long before, long elapsed, long now, boolean goesOn, String why) {
    Epoch first = new Epoch(0, before);
    Epoch second = new Epoch(TimeUnit.SECONDS.toNanos(elapsed), now);
    assertEquals(goesOn, first.goesOnAs(second), why);
  }
}
