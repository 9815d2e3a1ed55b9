package io.wirelink.portmap;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Reads as much of XML 1.0 as gateways write: elements, text, CDATA, comments and instructions, in
 * UTF-8. There is no DTD, so nothing can be declared, fetched or unfolded: a document with one is
 * refused. Attributes are passed over.
 */
final class XmlReader {

  /** Descriptions of gateways nest ten deep. */
  static final int MAX_DEPTH = 32;

  /** They have two hundred elements. */
  static final int MAX_ELEMENTS = 4096;

  /** An element that is open. */
  private record Open(String qualifiedName, StringBuilder text, List<XmlElement> children) {
    private XmlElement close() {
      String name = qualifiedName.substring(qualifiedName.indexOf(':') + 1);
      return new XmlElement(name, text.toString().strip(), children);
    }
  }

  private final String document;
  private final Deque<Open> open = new ArrayDeque<>();
  private final List<XmlElement> roots = new ArrayList<>();
  private int elements;
  private int at;

  private XmlReader(String document) {
    this.document = document;
  }

  /**
   * Reads a document.
   *
   * @return its outermost element
   * @throws MalformedAnswerException if it is none, or has something that is not read
   */
  static XmlElement read(byte[] bytes) throws MalformedAnswerException {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return new XmlReader(text).read();
    } catch (CharacterCodingException e) {
      throw new MalformedAnswerException("a document is not in UTF-8");
    }
  }

  private XmlElement read() throws MalformedAnswerException {
    while (at < document.length()) {
      if (document.charAt(at) == '<') {
        readMarkup();
      } else {
        int end = document.indexOf('<', at);
        text(document.substring(at, end < 0 ? document.length() : end));
        at = end < 0 ? document.length() : end;
      }
    }
    if (!open.isEmpty() || roots.size() != 1) {
      throw new MalformedAnswerException("a document is not one element");
    }
    return roots.getFirst();
  }

  private void readMarkup() throws MalformedAnswerException {
    if (document.startsWith("<!--", at)) {
      var _ = upTo("-->", 4);
    } else if (document.startsWith("<![CDATA[", at)) {
      append(upTo("]]>", 9));
    } else if (document.startsWith("<?", at)) {
      var _ = upTo("?>", 2);
    } else if (document.startsWith("<!", at)) {
      throw new MalformedAnswerException("a document declares something");
    } else if (document.startsWith("</", at)) {
      end(upTo(">", 2).strip());
    } else {
      start();
    }
  }

  /** What lies between the beginning here, which is so long, and this; and goes behind it. */
  private String upTo(String end, int beginning) throws MalformedAnswerException {
    int from = at + beginning;
    int to = document.indexOf(end, from);
    if (to < 0) {
      throw new MalformedAnswerException("a document is cut short");
    }
    at = to + end.length();
    return document.substring(from, to);
  }

  private void start() throws MalformedAnswerException {
    int end = endOfTag();
    String tag = document.substring(at + 1, end);
    at = end + 1;
    boolean empty = tag.endsWith("/");
    String name = (empty ? tag.substring(0, tag.length() - 1) : tag).split("\\s", 2)[0];
    if (!name.matches("[\\p{L}_][\\p{L}\\p{N}_.-]*(:[\\p{L}_][\\p{L}\\p{N}_.-]*)?")) {
      throw new MalformedAnswerException("an element has no name");
    }
    if (++elements > MAX_ELEMENTS || open.size() >= MAX_DEPTH) {
      throw new MalformedAnswerException("a document has too many elements");
    }
    open.push(new Open(name, new StringBuilder(), new ArrayList<>()));
    if (empty) {
      end(name);
    }
  }

  /** Where the tag ends that begins here: not at what stands in quotes. */
  private int endOfTag() throws MalformedAnswerException {
    char quote = 0;
    for (int i = at + 1; i < document.length(); i++) {
      char c = document.charAt(i);
      if (quote != 0) {
        quote = c == quote ? 0 : quote;
      } else if (c == '"' || c == '\'') {
        quote = c;
      } else if (c == '>') {
        return i;
      } else if (c == '<') {
        break;
      }
    }
    throw new MalformedAnswerException("a tag does not end");
  }

  private void end(String name) throws MalformedAnswerException {
    Open last = open.poll();
    if (last == null || !last.qualifiedName.equals(name)) {
      throw new MalformedAnswerException("an element ends that did not begin");
    }
    Open parent = open.peek();
    (parent == null ? roots : parent.children).add(last.close());
  }

  private void text(String raw) throws MalformedAnswerException {
    StringBuilder text = new StringBuilder(raw.length());
    int from = 0;
    while (from < raw.length()) {
      int reference = raw.indexOf('&', from);
      if (reference < 0) {
        break;
      }
      int end = raw.indexOf(';', reference);
      if (end < 0) {
        throw new MalformedAnswerException("a reference does not end");
      }
      text.append(raw, from, reference).append(referred(raw.substring(reference + 1, end)));
      from = end + 1;
    }
    append(text.append(raw, from, raw.length()).toString());
  }

  private void append(String text) throws MalformedAnswerException {
    Open inside = open.peek();
    if (inside != null) {
      inside.text.append(text);
    } else if (!text.isBlank() && !text.equals("\ufeff")) {
      throw new MalformedAnswerException("a document has text outside of its element");
    }
  }

  /** What a reference stands for: one of the five that need no declaration, or a character. */
  private static String referred(String name) throws MalformedAnswerException {
    return switch (name) {
      case "lt" -> "<";
      case "gt" -> ">";
      case "amp" -> "&";
      case "quot" -> "\"";
      case "apos" -> "'";
      default -> character(name);
    };
  }

  private static String character(String name) throws MalformedAnswerException {
    int code = -1;
    if (name.matches("#[0-9]{1,7}")) {
      code = Integer.parseInt(name.substring(1));
    } else if (name.matches("#x[0-9a-fA-F]{1,6}")) {
      code = Integer.parseInt(name.substring(2), 16);
    }
    if (!Character.isValidCodePoint(code)) {
      throw new MalformedAnswerException("a reference to something that was not declared");
    }
    return Character.toString(code);
  }
}
