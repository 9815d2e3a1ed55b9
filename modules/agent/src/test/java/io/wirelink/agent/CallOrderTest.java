package io.wirelink.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wirelink.device.Endpoint;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which of two hosts calls the other first. */
class CallOrderTest {

  private static final int PORT = 51_820;

  @ParameterizedTest
  @CsvSource({
    "198.51.100.11:51820, OPEN",
    "198.51.100.11:51820 192.168.1.2:51820, KEEPS_PORT",
    "198.51.100.11:7000 192.168.1.2:7000, KEEPS_PORT",
    "198.51.100.11:7000 192.168.1.2:51820, CHANGES_PORT",
    "198.51.100.11:7000, CHANGES_PORT",
    "198.51.100.11:51820 198.51.100.11:7000 192.168.1.2:51820, OPEN",
    "192.168.1.2:51820, KEEPS_PORT",
    "'[2001:db8::1]:51820', KEEPS_PORT",
    "'', KEEPS_PORT"
  })
  void whereAHostIsKnownSaysHowItStands(String endpoints, CallOrder order) {
    assertEquals(
        order,
        CallOrder.of(
            Stream.of(endpoints.split(" "))
                .filter(each -> !each.isEmpty())
                .map(Endpoint::parse)
                .toList(),
            PORT));
  }

  @ParameterizedTest
  @CsvSource({"KEEPS_PORT, CHANGES_PORT", "CHANGES_PORT, OPEN"})
  void whoOpensTheWayOrIsLetInByNobodyCallsFirst(CallOrder first, CallOrder second) {
    for (boolean otherwise : new boolean[] {true, false}) {
      assertTrue(first.isBefore(second, otherwise));
      assertFalse(second.isBefore(first, otherwise));
    }
  }

  @Test
  void elseTheirKeysDecide() {
    for (CallOrder each : CallOrder.values()) {
      assertTrue(each.isBefore(each, true));
      assertFalse(each.isBefore(each, false));
    }
    assertTrue(CallOrder.KEEPS_PORT.isBefore(CallOrder.OPEN, true));
    assertFalse(CallOrder.OPEN.isBefore(CallOrder.KEEPS_PORT, false));
  }
}
