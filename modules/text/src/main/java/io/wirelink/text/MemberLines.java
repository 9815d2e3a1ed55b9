package io.wirelink.text;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import java.io.IOException;

/**
 * Gives each member of an object a line of its own, and each element of a list that is such a
 * member; or each element of a list. What is deeper is on that line.
 */
final class MemberLines extends MinimalPrettyPrinter {
  private static final long serialVersionUID = 1;

  private static final String INDENT = "  ";

  private static boolean breaks(JsonStreamContext inner) {
    return switch (inner.getNestingDepth()) {
      case 1 -> true;
      case 2 -> inner.inArray() && inner.getParent().inObject();
      default -> false;
    };
  }

  private static void lineBreak(JsonGenerator json, int less) throws IOException {
    JsonStreamContext inner = json.getOutputContext();
    if (breaks(inner)) {
      json.writeRaw('\n' + INDENT.repeat(inner.getNestingDepth() - less));
    }
  }

  @Override
  public void beforeObjectEntries(JsonGenerator json) throws IOException {
    lineBreak(json, 0);
  }

  @Override
  public void writeObjectFieldValueSeparator(JsonGenerator json) throws IOException {
    json.writeRaw(breaks(json.getOutputContext()) ? ": " : ":");
  }

  @Override
  public void writeObjectEntrySeparator(JsonGenerator json) throws IOException {
    json.writeRaw(',');
    lineBreak(json, 0);
  }

  @Override
  public void writeEndObject(JsonGenerator json, int entries) throws IOException {
    if (entries > 0) {
      lineBreak(json, 1);
    }
    json.writeRaw('}');
  }

  @Override
  public void beforeArrayValues(JsonGenerator json) throws IOException {
    lineBreak(json, 0);
  }

  @Override
  public void writeArrayValueSeparator(JsonGenerator json) throws IOException {
    json.writeRaw(',');
    lineBreak(json, 0);
  }

  @Override
  public void writeEndArray(JsonGenerator json, int values) throws IOException {
    if (values > 0) {
      lineBreak(json, 1);
    }
    json.writeRaw(']');
  }
}
