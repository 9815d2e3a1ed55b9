package io.wirelink.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import io.wirelink.device.PrivateKey;
import io.wirelink.fact.RemovalRecord;
import io.wirelink.gossip.RemovalMessage;
import io.wirelink.gossip.Sealer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class HexDecoderTest {
  private static String decode(String line) throws IOException {
    return decode(line, null);
  }

  private static String decode(String line, @Nullable Sealer opener) throws IOException {
    StringWriter out = new StringWriter();
    new HexDecoder(opener)
        .decode(
            new ByteArrayInputStream(line.getBytes(StandardCharsets.UTF_8)), new PrintWriter(out));
    return out.toString();
  }

  @Property
  void anyTextIsAnsweredWithOneObjectForEachLine(@ForAll String text) throws IOException {
    long lines = text.chars().filter(c -> c == '\n').count();
    long expected = text.isEmpty() || text.endsWith("\n") ? lines : lines + 1;
    String decoded = decode(text);
    assertEquals(expected, decoded.chars().filter(c -> c == '\n').count());
    for (String line : decoded.lines().toList()) {
      assertTrue(JSON.std.mapFrom(line).get("ok") instanceof Boolean);
    }
  }

  @Property
  void whatWasDecodedIsEncodedToTheSameFacts(
      @ForAll @Size(max = 200) byte[] value, @ForAll byte ttl) throws IOException {
    // A metadata fact with an entry of a key that nobody knows, so that most of them are accepted.
    byte[] head = new byte[1 + 1 + 32];
    head[0] = 'M';
    head[1] = (byte) (ttl & 0x7f);
    String entry =
        HexFormat.of().toHexDigits((byte) 'x')
            + varint(value.length)
            + HexFormat.of().formatHex(value);
    String group = HexFormat.of().formatHex(head) + varint(entry.length() / 2) + entry;
    Map<String, Object> first = JSON.std.mapFrom(decode(group));
    assertEquals(true, first.get("ok"), first.toString());
    assertEquals(group, first.get("reencoded"));
    assertEquals(first, JSON.std.mapFrom(decode((String) first.get("reencoded"))));
  }

  @Test
  void whoIsRemovedIsShown() throws Exception {
    PrivateKey sender = PrivateKey.generate(new Random(1));
    PrivateKey recipient = PrivateKey.generate(new Random(2));
    var record = new RemovalRecord(sender.publicKey(), 1893553445, true);
    byte[] packet =
        new Sealer(sender, new Random(3))
            .seal(recipient.publicKey(), new RemovalMessage.Told(5, List.of(record)).inner());
    String decoded = decode(HexFormat.of().formatHex(packet), new Sealer(recipient, new Random(4)));
    assertEquals(
        Map.of(
            "kind",
            "told",
            "id",
            "0000000000000005",
            "records",
            List.of(
                Map.of(
                    "subject",
                    sender.publicKey().toString(),
                    "number",
                    1893553445,
                    "removed",
                    true))),
        JSON.std.mapFrom(decoded).get("removals"));
  }

  private static String varint(int length) {
    HexFormat hex = HexFormat.of();
    return length < 0x80
        ? hex.toHexDigits((byte) length)
        : hex.toHexDigits((byte) (length & 0x7f | 0x80)) + hex.toHexDigits((byte) (length >>> 7));
  }

  /** A stream that says what was written so far each time that it would have to wait. */
  private static final class Interactive extends InputStream {
    private final StringWriter out;
    private int reads;

    Interactive(StringWriter out) {
      this.out = out;
    }

    @Override
    public int read() {
      throw new AssertionError("lines are read in blocks");
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
      assertEquals(reads, out.toString().lines().count(), "an answer is still on its way");
      buffer[offset] = '\n';
      return reads++ < 3 ? 1 : -1;
    }
  }

  @Test
  void whoeverWaitsForAnAnswerGetsItBeforeTheNextLineIsRead() throws IOException {
    StringWriter out = new StringWriter();
    new HexDecoder(null).decode(new Interactive(out), new PrintWriter(out));
    assertEquals(3, out.toString().lines().count());
  }
}
