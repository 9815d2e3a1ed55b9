package io.wirelink.control;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The members of an object in an agent's answer. The agent may be of another version, so what is
 * missing or of another kind than expected is as good as empty.
 */
public record Members(Map<?, ?> map) {

  /** The members of a value that may be an object. */
  public static Members of(@Nullable Object value) {
    return new Members(value instanceof Map<?, ?> map ? map : Map.of());
  }

  /** A member that is an object. */
  public Members object(String key) {
    return of(map.get(key));
  }

  /** A text; empty if there is none. */
  public String text(String key) {
    return map.get(key) instanceof String text ? text : "";
  }

  /** A number; 0 if there is none. */
  public Number number(String key) {
    return map.get(key) instanceof Number number ? number : 0;
  }

  /** Whether there is a number. */
  public boolean hasNumber(String key) {
    return map.get(key) instanceof Number;
  }

  /** A truth. */
  public boolean flag(String key) {
    return Boolean.TRUE.equals(map.get(key));
  }

  /** An array. */
  public List<?> list(String key) {
    return map.get(key) instanceof List<?> list ? list : List.of();
  }

  /** A moment; null if there is none. */
  public @Nullable Instant instant(String key) {
    try {
      return map.get(key) instanceof String text ? Instant.parse(text) : null;
    } catch (DateTimeException e) {
      return null;
    }
  }
}
