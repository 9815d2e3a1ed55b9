package io.wirelink.fact;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.fasterxml.jackson.jr.ob.JSON;
import io.wirelink.device.Cidr;
import io.wirelink.device.Endpoint;
import io.wirelink.device.PublicKey;
import java.io.IOException;
import java.io.InputStream;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** What another implementation produced, from {@code vectors/wire.json}. */
final class Vectors {

  private static final Map<String, Object> SECTIONS = read();

  private Vectors() {}

  @SuppressWarnings("unchecked") // the file is an object of arrays of objects
  static List<Map<String, Object>> section(String name) {
    return (List<Map<String, Object>>) SECTIONS.get(name);
  }

  private static Map<String, Object> read() {
    try (InputStream file = Vectors.class.getResourceAsStream("/vectors/wire.json")) {
      return JSON.std.mapFrom(file);
    } catch (IOException e) {
      throw new AssertionError("the vectors cannot be read", e);
    }
  }

  static byte[] bytes(Map<String, Object> vector, String field) {
    return HexFormat.of().parseHex((String) vector.get(field));
  }

  @SuppressWarnings("unchecked") // facts are arrays of objects
  static List<TimedFact> facts(Map<String, Object> vector) {
    List<Map<String, Object>> facts = (List<Map<String, Object>>) vector.get("facts");
    return facts == null ? List.of() : facts.stream().map(Vectors::fact).toList();
  }

  static TimedFact fact(Map<String, Object> vector) {
    PublicKey subject = PublicKey.parse((String) vector.get("subject"));
    return new TimedFact(new Fact(subject, value(vector)), (Integer) vector.get("ttl"));
  }

  private static FactValue value(Map<String, Object> vector) {
    String text = (String) vector.get("value");
    return switch ((String) vector.get("attribute")) {
      case "!" -> {
        UUID id = UUID.fromString(text);
        yield new FactValue.Alive(
            new BootId(id.getMostSignificantBits(), id.getLeastSignificantBits()));
      }
      case "e", "E" -> new FactValue.AtEndpoint(Endpoint.parse(text));
      case "a", "A" -> new FactValue.AllowedCidr(Cidr.parse(text));
      case "m" -> new FactValue.Member();
      case "M" -> new FactValue.Membership(metadata(vector.get("metadata")));
      default -> throw new AssertionError("no such attribute: " + vector);
    };
  }

  private static MemberMetadata metadata(Object entries) {
    TreeMap<Integer, String> values = new TreeMap<>();
    ((Map<?, ?>) entries)
        .forEach(
            (key, value) ->
                values.put(
                    Integer.parseInt((String) key, 16),
                    new String(HexFormat.of().parseHex((String) value), ISO_8859_1)));
    return new MemberMetadata(values);
  }
}
