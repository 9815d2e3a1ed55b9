package io.wirelink.control;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import io.wirelink.fixtures.Views;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What an agent answers to lines, whatever is in them. */
class ControlProtocolTest {
  private Map<String, Object> raw(String request) throws Exception {
    ControlProtocol protocol = new ControlProtocol("wg0", "1.0", Views::some);
    return JSON.std.mapFrom(new String(protocol.answer(request).line(), UTF_8));
  }

  @Test
  void rubbishIsAnsweredWithAnError() throws Exception {
    for (String rubbish :
        List.of("", "\0", "facts", "{", "[]", "{}", "7", "{\"command\":7}", "{\"command\":", "}")) {
      Map<String, Object> answer = raw(rubbish);
      assertTrue(answer.get("error") instanceof String, rubbish);
      assertEquals(1, answer.get("version"));
    }
    assertTrue(raw("[".repeat(4000)).get("error") instanceof String);
    assertEquals(
        Map.of(
            "version",
            1,
            "kind",
            "command",
            "error",
            "there is no such command; there is facts, status, netcheck, hosts"),
        raw("{\"command\":\"halt\"}"));
    assertEquals(
        "this agent speaks version 1 only",
        raw("{\"version\":2,\"command\":\"facts\"}").get("error"));
  }

  @Test
  void whatARequestSaysBeyondItsCommandIsLeftToLaterVersions() throws Exception {
    Map<String, Object> answer = raw("{\"version\":1,\"with\":{\"a\":[1]},\"command\":\"facts\"}");
    assertEquals("wg0", answer.get("interface"));
    assertEquals(6, ((List<?>) answer.get("facts")).size());
  }

  @Test
  void parametersAreCheckedAndRepeated() throws Exception {
    Map<String, Object> answer =
        raw("{\"command\":\"facts\",\"parameters\":{\"attribute\":\"a\"}}");
    assertEquals(Map.of("attribute", "a"), answer.get("parameters"));
    assertEquals(1, ((List<?>) answer.get("facts")).size());
    assertEquals(
        "facts has no parameter \"colour\"; it has peer, attribute, source",
        raw("{\"command\":\"facts\",\"parameters\":{\"colour\":1}}").get("error"));
    for (String parameters : List.of("7", "[]", "null", "{\"peer\":[]}", "{\"peer\":null}")) {
      assertEquals(
          "parameter",
          raw("{\"command\":\"facts\",\"parameters\":" + parameters + "}").get("kind"),
          parameters);
    }
  }
}
