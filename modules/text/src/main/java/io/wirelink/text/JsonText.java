package io.wirelink.text;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** JSON for scripts, in lines that people can read too. */
public final class JsonText {
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

  /**
   * An object with a member a line and an element a line of each list in it, or a list with an
   * element a line.
   */
  public static String lines(Object value) throws IOException {
    return JSON_WITH_NULLS.with(new MemberLines()).asString(value) + "\n";
  }
}
