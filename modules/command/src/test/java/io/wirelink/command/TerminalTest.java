package io.wirelink.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** When output is coloured. */
class TerminalTest {
  private static boolean coloured(boolean onTerminal, Map<String, String> variables) {
    return new FakeTerminal(onTerminal ? Optional.of(new Terminal.Size(80, 24)) : Optional.empty())
        .wantsColour(variables);
  }

  @Test
  void aTerminalIsPaintedUnlessThatIsUnwantedOrImpossible() {
    assertEquals(true, coloured(true, Map.of("TERM", "xterm")));
    assertEquals(true, coloured(true, Map.of("TERM", "xterm", "NO_COLOR", "")));
    assertEquals(false, coloured(true, Map.of("TERM", "xterm", "NO_COLOR", "1")));
    assertEquals(false, coloured(true, Map.of("TERM", "xterm", "CLICOLOR", "0")));
    assertEquals(false, coloured(true, Map.of("TERM", "dumb")));
    assertEquals(false, coloured(true, Map.of()));
  }

  @Test
  void elsewhereColourMustBeForced() {
    assertEquals(false, coloured(false, Map.of("TERM", "xterm")));
    assertEquals(true, coloured(false, Map.of("CLICOLOR_FORCE", "1")));
    assertEquals(false, coloured(false, Map.of("CLICOLOR_FORCE", "0", "TERM", "xterm")));
    assertEquals(false, coloured(false, Map.of("CLICOLOR_FORCE", "1", "NO_COLOR", "1")));
  }
}
