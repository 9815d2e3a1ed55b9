package io.wirelink.control;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.function.Supplier;

/** Writes what is particular to the answer to a request. */
@FunctionalInterface
interface ControlAnswer {

  /** Writes members of the answer's object, which is open. */
  void write(JsonGenerator json) throws IOException;

  /**
   * An answer that lines follow.
   *
   * @param first the answer itself
   * @param stream begins the lines, once there is room for one more who gets any
   */
  record Streaming(ControlAnswer first, Supplier<ControlStream> stream) implements ControlAnswer {
    @Override
    public void write(JsonGenerator json) throws IOException {
      first.write(json);
    }
  }
}
