package io.wirelink.names;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NameDomainTest {

  @ParameterizedTest
  @CsvSource({"wg0, wg0.wirelink", "WG_1, wg_1.wirelink", "wg.home, wg.home.wirelink"})
  void anInterfaceHasItsDomain(String name, String domain) {
    assertEquals(Optional.of(new NameDomain(domain)), NameDomain.of(name));
  }

  @ParameterizedTest
  @ValueSource(strings = {"wg 0", "wg:0", "-", "ü", "wg..0", "wg0."})
  void anInterfaceThatFitsIntoNoneHasNone(String name) {
    assertEquals(Optional.empty(), NameDomain.of(name));
  }

  @Test
  void aDotAtTheEndAndCaseDoNotMatter() {
    assertEquals(NameDomain.parse("mesh.example.org"), NameDomain.parse("Mesh.Example.ORG."));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", ".", "..", "a..b", "local", "x.local", "LOCALHOST", "in-addr.arpa", "a b"})
  void whatIsNoDomainOrMeansSomethingElseIsRefused(String text) {
    assertEquals(Optional.empty(), NameDomain.parse(text));
  }

  @Test
  void theLongestLabelFitsBeforeIt() {
    String label = "a".repeat(47) + ".";
    String longest = label.repeat(3) + "b".repeat(45);
    assertEquals(NameDomain.MAX_LENGTH, longest.length());
    assertTrue(NameDomain.parse(longest).isPresent());
    assertEquals(Optional.empty(), NameDomain.parse(longest + "c"));
  }
}
