package io.wirelink.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InterfaceFilterTest {

  private static boolean matches(String glob, String name) {
    return new InterfaceFilter(List.of(glob), List.of()).passes(name);
  }

  @Test
  void withoutGlobsEverythingPasses() {
    assertTrue(InterfaceFilter.ALL.passes("eth0"));
  }

  @Test
  void withReportGlobsOnlyThosePass() {
    InterfaceFilter filter = new InterfaceFilter(List.of("eth*", "wlan0"), List.of());
    assertTrue(filter.passes("eth0") && filter.passes("wlan0"));
    assertFalse(filter.passes("docker0"));
  }

  @Test
  void hideWinsOverReport() {
    InterfaceFilter filter = new InterfaceFilter(List.of("eth*"), List.of("eth1"));
    assertTrue(filter.passes("eth0"));
    assertFalse(filter.passes("eth1"));
    assertFalse(new InterfaceFilter(List.of(), List.of("*")).passes("eth0"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      quoteCharacter = '"',
      value = {
        "* eth0 true",
        "eth eth0 false",
        "eth? eth0 true",
        "eth? eth10 false",
        "eth* eth true",
        "*0 eth10 true",
        "e*h*0 eth10 true",
        "eth[0-3] eth2 true",
        "eth[0-3] eth4 false",
        "eth[^0-3] eth4 true",
        "eth[^0-3] eth0 false",
        "eth[13] eth3 true",
        "br-* br-1a2b true",
        "a.b a.b true",
        "a.b axb false",
        "a+b a+b true",
        "(x) (x) true",
        "a{1} a{1} true",
        "a\\*b a*b true",
        "a\\*b axb false",
        "a[\\-x]b a-b true",
        "a[\\]]b a]b true",
        "a[\\]]b axb false",
        "a[[]b a[b true",
        "a[a&&b]c a&c true",
        "a[a&&b]c aac true",
        "a[x^]c a^c true"
      })
  void aGlobMeansWhatItMeansInGo(String glob, String name, boolean expected) {
    assertEquals(expected, matches(glob, name), glob + " for " + name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[", "a[", "[]", "[]a]", "[^]", "[a", "[a-", "[a-]", "[-a]", "[+--]", "[z-a]", "a\\", "[\\",
        "[a\\"
      })
  void aMalformedGlobIsRefused(String glob) {
    String message =
        assertThrows(
                IllegalArgumentException.class, () -> new InterfaceFilter(List.of(), List.of(glob)))
            .getMessage();
    assertTrue(message.contains("\"" + glob + "\""), message);
  }
}
