package io.wirelink.control;

import java.util.Map;
import java.util.Optional;

/**
 * What a request says beyond its command.
 *
 * @param texts the parameters by name, numbers and truth values as they are written
 */
public record ControlParameters(Map<String, String> texts) {

  /** Says nothing. */
  static final ControlParameters NONE = new ControlParameters(Map.of());

  /** Keeps a copy. */
  public ControlParameters {
    texts = Map.copyOf(texts);
  }

  /** A parameter that may be left out. */
  Optional<String> optional(String name) {
    return Optional.ofNullable(texts.get(name));
  }

  /**
   * A parameter that must be there.
   *
   * @throws ControlException if it is not
   */
  String required(String name) throws ControlException {
    String text = texts.get(name);
    if (text == null) {
      throw new ControlException(
          ControlException.Kind.PARAMETER, "the parameter \"" + name + "\" is missing");
    }
    return text;
  }
}
