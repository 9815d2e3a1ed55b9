package io.wirelink.text;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON for scripts, in lines that people can read too. */
public final class JsonText {
  private static final String PEERS = "peers";

  private static final JsonFactory FACTORY =
      new JsonFactoryBuilder().characterEscapes(new ControlEscapes()).build();

  /** A field that has no value is there all the same: scripts find the same fields each time. */
  private static final JSON JSON_WITH_NULLS =
      JSON.builder(FACTORY).enable(JSON.Feature.WRITE_NULL_PROPERTIES).build();

  private JsonText() {}

  /** Makes generators of JSON that is safe to print, whoever wrote what is in it. */
  public static JsonFactory factory() {
    return FACTORY;
  }

  /** A value on one line, without the end of it. */
  public static String line(@Nullable Object value) throws IOException {
    return JSON_WITH_NULLS.asString(value);
  }

  /** An object with a member a line, and at the end its peers, a peer a line. */
  public static String withPeers(Map<String, ? extends @Nullable Object> object)
      throws IOException {
    Map<String, @Nullable Object> rest = new LinkedHashMap<>(object);
    List<?> peers = rest.remove(PEERS) instanceof List<?> list ? list : List.of();
    StringBuilder text = new StringBuilder("{\n");
    for (Map.Entry<String, @Nullable Object> member : rest.entrySet()) {
      text.append("  ").append(line(member.getKey())).append(": ");
      text.append(line(member.getValue())).append(",\n");
    }
    text.append("  ").append(line(PEERS)).append(": [");
    String separator = "\n    ";
    for (Object peer : peers) {
      text.append(separator).append(line(peer));
      separator = ",\n    ";
    }
    return text.append(peers.isEmpty() ? "]\n}\n" : "\n  ]\n}\n").toString();
  }
}
