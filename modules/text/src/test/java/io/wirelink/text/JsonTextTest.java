package io.wirelink.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonTextTest {
  private static Map<String, Object> object() {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("name", "a\u009b\"");
    object.put("agent", Map.of("facts", List.of(1, 2)));
    object.put("none", List.of());
    object.put("peers", List.of(Map.of("ips", List.of("x", "y")), Map.of()));
    return object;
  }

  @Test
  void aLineHasAll() throws IOException {
    assertEquals(
        "{\"name\":\"a\\u009b\\\"\",\"agent\":{\"facts\":[1,2]},\"none\":[],"
            + "\"peers\":[{\"ips\":[\"x\",\"y\"]},{}]}",
        JsonText.line(object()));
    assertEquals("{\"a\":null}", JsonText.line(Collections.singletonMap("a", null)));
  }

  @Test
  void anObjectHasAMemberALineAndItsListsAnElementALine() throws IOException {
    assertEquals(
        """
        {
          "name": "a\\u009b\\"",
          "agent": {"facts":[1,2]},
          "none": [],
          "peers": [
            {"ips":["x","y"]},
            {}
          ]
        }
        """,
        JsonText.lines(object()));
    assertEquals("{}\n", JsonText.lines(Map.of()));
  }

  @Test
  void aListHasAnElementALine() throws IOException {
    assertEquals(
        """
        [
          {"a":[1,2]},
          [3,4]
        ]
        """,
        JsonText.lines(List.of(Map.of("a", List.of(1, 2)), List.of(3, 4))));
    assertEquals("[]\n", JsonText.lines(List.of()));
  }
}
