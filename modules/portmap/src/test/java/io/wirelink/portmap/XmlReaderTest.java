package io.wirelink.portmap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class XmlReaderTest {

  private static XmlElement read(String document) throws MalformedAnswerException {
    return XmlReader.read(document.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void elementsNestAndHaveNamesWithoutPrefixes() throws MalformedAnswerException {
    XmlElement root =
        read(
            """
            \ufeff<?xml version="1.0"?><!-- <a> -->
            <s:a xmlns:s="urn:x" b='>"'>
              <s:b/>one<c d="1">two</c><c >three</c>
            </s:a >
            """);
    assertEquals("a", root.name());
    assertEquals("one", root.text());
    assertEquals(List.of("b", "c", "c"), root.children().stream().map(XmlElement::name).toList());
    assertEquals(Optional.of("two"), root.first("c"));
    assertEquals(Optional.empty(), root.first("d"));
  }

  @Test
  void referencesThatNeedNoDeclarationAreRead() throws MalformedAnswerException {
    assertEquals("<&>\"'A\u20ac", read("<a>&lt;&amp;&gt;&quot;&apos;&#65;&#x20AC;</a>").text());
    assertEquals("<b>&amp;", read("<a><![CDATA[<b>&amp;]]></a>").text());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a",
        "<a>",
        "</a>",
        "<a></b>",
        "<a><b></a></b>",
        "<a/><b/>",
        "<a/>b",
        "<a>&b;</a>",
        "<a>&#xD;&#x110000;</a>",
        "<a>&#;</a>",
        "<a>& </a>",
        "< a/>",
        "<a b=\"></a>",
        "<a <b/>",
        "<!DOCTYPE a><a/>",
        "<!DOCTYPE a SYSTEM \"http://192.0.2.1/a\"><a/>",
        "<!DOCTYPE a [<!ENTITY b \"bbbb\"><!ENTITY c \"&b;&b;\">]><a>&c;</a>",
        "<a><!ELEMENT b></a>",
        "<a><![CDATA[b</a>",
        "<a><!-- b</a>",
        "<?xml",
      })
  void whatIsNoDocumentOrDeclaresSomethingIsRefused(String document) {
    assertThrows(MalformedAnswerException.class, () -> read(document), document);
  }

  @Test
  void whatIsNotInUtf8IsRefused() {
    byte[] latin = {'<', 'a', '>', (byte) 0xe4, '<', '/', 'a', '>'};
    assertThrows(MalformedAnswerException.class, () -> XmlReader.read(latin));
  }

  @Test
  void depthAndNumberAreBounded() throws MalformedAnswerException {
    assertEquals("", read("<a>".repeat(32) + "</a>".repeat(32)).text());
    assertThrows(MalformedAnswerException.class, () -> read("<a>".repeat(33) + "</a>".repeat(33)));
    assertEquals(4095, read("<a>" + "<b/>".repeat(4095) + "</a>").children().size());
    assertThrows(MalformedAnswerException.class, () -> read("<a>" + "<b/>".repeat(4096) + "</a>"));
  }

  @Property
  void anyBytesAreReadOrRefused(@ForAll byte[] bytes) {
    readOrRefuse(bytes);
  }

  @Provide
  Arbitrary<String> likeXml() {
    return Arbitraries.of(
            "<a>",
            "</a>",
            "<b/>",
            "<",
            ">",
            "&",
            ";",
            "&amp;",
            "&#6",
            "<!--",
            "-->",
            "<![CDATA[",
            "]]>",
            "<?",
            "?>",
            "<!",
            "'",
            "\"",
            "=",
            " ",
            "x",
            "a:b",
            "</",
            "/>",
            "\u0000")
        .list()
        .ofMaxSize(40)
        .map(parts -> String.join("", parts));
  }

  @Property
  void whateverLooksLikeADocumentIsReadOrRefused(@ForAll @From("likeXml") String document) {
    readOrRefuse(("<a>" + document + "</a>").getBytes(StandardCharsets.UTF_8));
  }

  @Property(tries = 500)
  void aDescriptionCutOrChangedAnywhereIsReadOrRefused(
      @ForAll @IntRange(max = 2000) int place, @ForAll byte value) {
    byte[] bytes = new FakeIgd().description().getBytes(StandardCharsets.UTF_8);
    bytes[place % bytes.length] = value;
    readOrRefuse(bytes);
    readOrRefuse(java.util.Arrays.copyOf(bytes, place % bytes.length));
  }

  private static void readOrRefuse(byte[] bytes) {
    try {
      assertTrue(XmlReader.read(bytes).name().length() > 0);
    } catch (MalformedAnswerException e) {
      assertFalse(e.getMessage().isEmpty());
    }
  }
}
