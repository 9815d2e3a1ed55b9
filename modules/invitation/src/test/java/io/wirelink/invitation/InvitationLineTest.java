package io.wirelink.invitation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Base64;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

final class InvitationLineTest {

  @Provide
  static Arbitrary<InvitationLine> lines() {
    return Values.lines();
  }

  @Property
  void whatIsWrittenIsRead(@ForAll("lines") InvitationLine line) throws Exception {
    InvitationLine read = InvitationLine.parse(line.text());
    assertArrayEquals(line.oneTimeKey().bytes(), read.oneTimeKey().bytes());
    assertEquals(line.router(), read.router());
    assertEquals(line.expires(), read.expires());
    assertEquals(line.port(), read.port());
    assertEquals(line.name(), read.name());
    assertEquals(line.addresses(), read.addresses());
    assertEquals(line.endpoints(), read.endpoints());
    assertEquals(line.text(), read.text());
  }

  @Property
  void aLineThatIsCutOffIsNone(
      @ForAll("lines") InvitationLine line, @ForAll @IntRange(max = 10_000) int where) {
    String text = line.text();
    int length = where % text.length();
    assertThrows(
        MalformedLineException.class, () -> InvitationLine.parse(text.substring(0, length)));
  }

  /** Two characters in one group may cancel out in its check, and not in that of the whole. */
  @Property
  void whateverIsMistypedIsNotRead(@ForAll("lines") InvitationLine line, @ForAll long seed) {
    Random random = new Random(seed);
    StringBuilder text = new StringBuilder(line.text());
    String before = text.toString();
    for (int i = 0; i < 4; i++) {
      int at = InvitationLine.PREFIX.length() + random.nextInt(text.length() - 4);
      if (text.charAt(at) != '-') {
        text.setCharAt(at, "0123456789abcdefghjkmnpqrstvwxyz".charAt(random.nextInt(32)));
      }
    }
    if (!text.toString().equals(before)) {
      assertThrows(
          MalformedLineException.class, () -> InvitationLine.parse(text.toString()), "" + seed);
    }
  }

  @Test
  void whatIsWrongIsSaid() {
    String text = Values.line().text();
    assertEquals("the end of the invitation is missing", wrong(text.substring(0, 9 * 9 + 3)));
    assertEquals("an invitation begins with wl1-", wrong(text.substring(4)));
    assertEquals("an invitation begins with wl1-", wrong(""));
    assertEquals(
        "the invitation is of another version of wirelink: it begins with wl2- and not with wl1-",
        wrong("wl2-" + text.substring(4)));
    assertTrue(wrong(text + text.substring(4)).startsWith("group "), wrong(text + text));
    assertEquals("this is too long for an invitation", wrong("wl1-" + "0".repeat(10_000)));
  }

  @Test
  void nothingRepeatsTheSecret() {
    InvitationLine line = Values.line();
    String secret = Base64.getEncoder().encodeToString(line.oneTimeKey().bytes());
    assertFalse(line.toString().contains(secret));
    String text = line.text();
    for (int i = 4; i < text.length(); i++) {
      String message =
          wrong(text.substring(0, i) + (text.charAt(i) == 'z' ? 'y' : 'z') + text.substring(i + 1));
      assertFalse(message.contains(text.substring(20, 25)), message);
    }
  }

  @Test
  void aLineOfAnOrdinaryRouterIsNotTooLongToBeCopied() {
    String text = Values.line().text();
    assertEquals(201, text.length(), text);
  }

  @Test
  void whatWouldBeTakenForSomethingElseInAFileIsNoEndpoint() {
    for (String host :
        List.of("", "a b", "x\nPostUp = y", "-x", "a;b", "0.0.0.0", "x".repeat(254))) {
      assertThrows(IllegalArgumentException.class, () -> new RouterEndpoint(host, 1), host);
    }
    assertEquals("[2001:db8::1]:7", new RouterEndpoint("2001:db8::1", 7).toString());
    assertEquals("vpn.example.org:7", new RouterEndpoint("vpn.example.org", 7).toString());
  }

  private static String wrong(String text) {
    return String.valueOf(
        assertThrows(MalformedLineException.class, () -> InvitationLine.parse(text)).getMessage());
  }
}
