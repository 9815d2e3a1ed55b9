package io.wirelink.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

/** Where things stand in a TOML file. */
class TomlPositionsTest {
  /** Has all that TOML has. */
  private static final String EVERYTHING =
      """
      a = 1 # one
      "b" . 'c' = [ 1, [ "x,]" , '''y''' ], { d = 1, e.f = true }, ]
      [t]
      g = \"""
       quoted \\" and "" \"""\"
      [[p.q]]
      h = 1979-05-27 07:32:00
      [[p.q]]
      [p.q.r]
      i = {}
      """;

  /** The scalars of a text with their places, in the order of the parser. */
  private static List<String> places(String text) throws ConfigException {
    List<String> places = new ArrayList<>();
    collect(ConfigReader.read("a.toml", ConfigFormat.TOML, text.getBytes(UTF_8)), "", places);
    return places;
  }

  private static void collect(ConfigNode node, String path, List<String> places) {
    switch (node) {
      case ConfigNode.Table table ->
          table
              .members()
              .forEach(
                  member ->
                      collect(
                          member.value(),
                          path + "/" + member.key() + "@" + shown(member.position()),
                          places));
      case ConfigNode.Sequence sequence ->
          sequence.elements().forEach(element -> collect(element, path + "/#", places));
      default -> places.add(path + "=" + shown(node.position()));
    }
  }

  private static String shown(Position position) {
    return position == null ? "?" : position.line() + ":" + position.column();
  }

  @Test
  void keysOfAllKindsHaveTheirPlace() throws Exception {
    assertEquals(
        List.of("/bare@2:1=2:8", "/a b@3:1=3:9", "/c]=.@4:2=4:11", "/d@5:1/e f@5:5/g@5:13=5:17"),
        places("# first\nbare = 1 # one\n\"a b\" = 2\n 'c]=.' = 3\r\nd . \"e f\" . g = 4"));
  }

  @Test
  void stringsOfAllKindsArePassed() throws Exception {
    assertEquals(
        List.of("/a@1:1=1:5", "/b@2:1=2:5", "/c@3:1=3:5", "/d@7:1=7:5", "/e@9:1=9:5"),
        places(
            "a = \"x\\\"]#\"\nb = 'x\\'\nc = \"\"\"\nd = 1\n\\\"\"\"x\n\"\"\"\"\n"
                + "d = '''\n'x'''''\ne = 1"));
  }

  @Test
  void listsAndInlineTablesArePassed() throws Exception {
    assertEquals(
        List.of(
            "/a@1:1/#=2:2",
            "/a@1:1/#=3:2",
            "/a@1:1/#/#=4:3",
            "/b@5:1/c@5:7=5:11",
            "/b@5:1/d@5:14/e@5:16=5:20",
            "/f@6:1=6:5"),
        places(
            "a = [ # [\n 1, # ]\n 1979-05-27 07:32:00,\n [true],]\nb = { c = 1, d.e = 2}\nf = 1"));
  }

  @Test
  void tablesAndArraysOfThemGoOnWhereTheyLeftOff() throws Exception {
    assertEquals(
        List.of(
            "/t@1:2/a@2:1=2:5",
            "/t@1:2/s@9:4/b@10:1=10:5",
            "/p@3:3/#/k@4:1=4:5",
            "/p@3:3/#/q@5:4/v@6:1=6:5",
            "/p@3:3/#/k@8:1=8:5"),
        places("[t]\na = 1\n[[p]]\nk = 1\n[p.q]\nv = 1\n[[ p ]]\nk = 2\n[t.s]\nb = 1"));
  }

  @Test
  void everythingIsToml() throws Exception {
    List<String> places = places(EVERYTHING);
    assertEquals("/t@3:2/g@4:1=4:5", places.get(6));
    assertEquals("/p@6:3/q@6:5/#/h@7:1=7:5", places.get(7));
  }

  /** Whatever the parser takes for TOML must be passed, and what it does not must be a mistake. */
  @Property(tries = 3000)
  void noSlipOfTheFingersIsTooMuch(
      @ForAll @IntRange(max = 199) int at,
      @ForAll @IntRange(max = 3) int removed,
      @ForAll
          @Chars({'[', ']', '{', '}', '"', '\'', '=', '.', ',', '#', '\\', '\n', '\r', ' ', 'x'})
          @StringLength(max = 3)
          String added) {
    int start = Math.min(at, EVERYTHING.length());
    int end = Math.min(start + removed, EVERYTHING.length());
    String text = EVERYTHING.substring(0, start) + added + EVERYTHING.substring(end);
    try {
      List<String> places = places(text);
      assertFalse(places.toString().contains("?"), text);
    } catch (ConfigException e) {
      assertFalse(e.problems().isEmpty());
    }
  }
}
