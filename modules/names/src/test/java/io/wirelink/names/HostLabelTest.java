package io.wirelink.names;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostLabelTest {

  @ParameterizedTest
  @ValueSource(strings = {"leaf2", "a", "7", "x-1", "a--b", "abc--d"})
  void aNameThatIsALabelStaysAsItIs(String name) {
    assertEquals(Optional.of(name), HostLabel.of(name));
  }

  @Test
  void caseDoesNotMatter() {
    assertEquals(Optional.of("leaf-two"), HostLabel.of("Leaf-TWO"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "a b",
        "leaf.2",
        ".",
        "leaf2.",
        "-a",
        "a-",
        "a_b",
        "a\u0000",
        "a\nb",
        "a\u202eb",
        "büro",
        "\u0130stanbul",
        "xn--bro-hoa",
        "ab--c",
        "a\\b",
        "\"",
        "*",
        "a/b",
        "🦊"
      })
  void whatIsNoLabelIsNotMadeOne(String name) {
    assertEquals(Optional.empty(), HostLabel.of(name));
  }

  @Test
  void aLabelHas63Characters() {
    assertTrue(HostLabel.of("a".repeat(63)).isPresent());
    assertEquals(Optional.empty(), HostLabel.of("a".repeat(64)));
    assertEquals(Optional.empty(), HostLabel.of("a".repeat(300)));
  }
}
