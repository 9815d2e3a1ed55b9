package io.wirelink.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo, as somebody runs it who has just read of it. */
class DemoIT {

  private static final Pattern TTL = Pattern.compile("ttl=(\\d+) ");
  private static final Pattern ENTER = Pattern.compile("lab enter (\\S+) leaf1");

  /** Holds the labs of this test alone: a demo that somebody keeps is not ours to remove. */
  @TempDir private Path folder;

  @BeforeAll
  static void needRoot() {
    Assumptions.assumeTrue("root".equals(System.getProperty("user.name")), "labs need root");
  }

  @Test
  void theDemoShowsThePathByTheRouterThenTheDirectOneAndLeavesNothing() throws IOException {
    Ended demo = demo().done();
    assertEquals("", demo.err());
    List<String> ttls = TTL.matcher(demo.out()).results().map(found -> found.group(1)).toList();
    assertEquals(List.of("63", "64", "64"), ttls, demo::toString);
    for (String name : List.of("router", "leaf1", "leaf2")) {
      assertTrue(shownFacts(demo).anyMatch(line -> line.contains(name)), demo::toString);
    }
    assertTrue(demo.out().endsWith("nothing is left of it.\n"), demo::toString);
    assertNothingIsLeft();
  }

  @Test
  void aDemoThatIsKeptCanBeEnteredAndRemoved() throws IOException {
    Ended kept = demo("--keep").done();
    try {
      String lab =
          ENTER
              .matcher(kept.out())
              .results()
              .map(MatchResult.class::cast)
              .findFirst()
              .orElseThrow()
              .group(1);
      Ended facts = script("lab", "exec", lab, "leaf1", "--", "wirelink", "facts", "--json").done();
      assertTrue(Told.parse(facts.out()).size() > 2, facts::toString);
    } finally {
      assertEquals("The network is removed; nothing is left of it.\n", demo("--down").done().out());
    }
    assertNothingIsLeft();
    assertEquals("There is nothing to remove.\n", demo("--down").done().out());
  }

  private static Stream<String> shownFacts(Ended demo) {
    String shown = demo.out().substring(demo.out().indexOf("# wirelink facts"));
    return shown.lines().skip(1);
  }

  private void assertNothingIsLeft() throws IOException {
    try (Stream<Path> left = Files.list(folder)) {
      assertEquals(List.of(), left.toList());
    }
  }

  private Ended demo(String... words) {
    return script("demo", words);
  }

  private Ended script(String name, String... words) {
    return Ended.run(
        Stream.concat(Stream.of(Lab.SCRIPTS.resolve(name).toString()), Stream.of(words)).toList(),
        Map.of("WIRELINK_IMAGE", Lab.IMAGE.toString(), "TMPDIR", folder.toString()));
  }
}
