package io.wirelink.launcher;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;

/** Writes what is particular to the answer to a request. */
@FunctionalInterface
interface ControlAnswer {

  /** Writes members of the answer's object, which is open. */
  void write(JsonGenerator json) throws IOException;
}
