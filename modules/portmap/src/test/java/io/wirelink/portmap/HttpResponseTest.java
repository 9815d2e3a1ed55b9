package io.wirelink.portmap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HttpResponseTest {

  private static final String HEAD = "HTTP/1.1 200 OK\r\n";

  private static Optional<String> body(String text, boolean ended) throws MalformedAnswerException {
    return HttpResponse.parse(text.getBytes(StandardCharsets.ISO_8859_1), ended)
        .map(response -> new String(response.body(), StandardCharsets.ISO_8859_1));
  }

  @Test
  void aBodyIsAsLongAsTheHeaderSays() throws MalformedAnswerException {
    String head = HEAD + "content-LENGTH:  3 \r\nX: y\r\n\r\n";
    assertEquals(Optional.empty(), body(head + "ab", false));
    assertEquals(Optional.of("abc"), body(head + "abc", false));
    assertEquals(Optional.of("abc"), body(head + "abcd", true));
    assertThrows(MalformedAnswerException.class, () -> body(head + "ab", true));
  }

  @Test
  void withoutALengthItIsAllThatComes() throws MalformedAnswerException {
    assertEquals(Optional.empty(), body(HEAD + "\r\nabc", false));
    assertEquals(Optional.of("abc"), body(HEAD + "\r\nabc", true));
  }

  @Test
  void chunksArePutTogether() throws MalformedAnswerException {
    String head = HEAD + "Transfer-Encoding: Chunked\r\n\r\n";
    assertEquals(Optional.empty(), body(head + "3\r\nabc\r\n", false));
    assertEquals(Optional.empty(), body(head + "3\r\nabc\r\n0", false));
    assertEquals(
        Optional.of("abc" + "d".repeat(16)),
        body(head + "3;x=y\r\nabc\r\n10\r\n" + "d".repeat(16) + "\r\n0\r\n\r\n", false));
    assertThrows(MalformedAnswerException.class, () -> body(head + "x\r\n", false));
    assertThrows(MalformedAnswerException.class, () -> body(head + "3\r\nab", true));
  }

  @Test
  void theStatusIsRead() throws MalformedAnswerException {
    assertEquals(
        500,
        HttpResponse.parse(
                "HTTP/1.0 500 no\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.US_ASCII),
                false)
            .orElseThrow()
            .status());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SSH-2.0-x\r\n\r\n",
        "HTTP/2 200\r\n\r\n",
        "HTTP/1.1 999\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 99999\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n",
      })
  void whatIsNoAnswerIsRefusedAtOnce(String text) {
    assertThrows(MalformedAnswerException.class, () -> body(text, false));
  }

  @Test
  void whatIsTooLongIsRefusedBeforeItIsAllThere() {
    assertThrows(
        MalformedAnswerException.class, () -> body(HEAD + "X: " + "y".repeat(8200), false));
    assertThrows(
        MalformedAnswerException.class, () -> body(HEAD + "X: y\r\n".repeat(65) + "\r\n", false));
    assertThrows(
        MalformedAnswerException.class, () -> body(HEAD + "\r\n" + "y".repeat(1 << 16), false));
  }

  @Property
  void anyBytesAreReadOrRefused(@ForAll byte[] bytes, @ForAll boolean ended) {
    readOrRefuse(bytes, ended);
  }

  @Property(tries = 500)
  void anAnswerCutOrChangedAnywhereIsReadOrRefused(
      @ForAll @IntRange(max = 200) int place, @ForAll byte value, @ForAll boolean ended) {
    byte[] bytes =
        (HEAD + "Transfer-Encoding: chunked\r\nX: y\r\n\r\n3\r\nabc\r\n1f\r\n" + "d".repeat(31))
            .getBytes(StandardCharsets.US_ASCII);
    bytes[place % bytes.length] = value;
    readOrRefuse(bytes, ended);
    readOrRefuse(Arrays.copyOf(bytes, place % bytes.length), ended);
  }

  private static void readOrRefuse(byte[] bytes, boolean ended) {
    try {
      assertTrue(
          HttpResponse.parse(bytes, ended).map(response -> response.status() >= 100).orElse(true));
    } catch (MalformedAnswerException e) {
      assertFalse(e.getMessage().isEmpty());
    }
  }
}
