package io.wirelink.gossip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wirelink.device.PublicKey;
import io.wirelink.fact.Attribute;
import io.wirelink.fact.MalformedFactException;
import io.wirelink.fact.RemovalRecord;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class RemovalMessageTest {

  private static final int HEADER = 1 + Long.BYTES;

  private static RemovalMessage.Told told(int records) {
    return new RemovalMessage.Told(
        -5,
        LongStream.range(0, records)
            .mapToObj(i -> new RemovalRecord(new PublicKey(i, 2, 3, 4), i, i % 2 == 0))
            .toList());
  }

  @Test
  void whatIsSaidIsRead() throws MalformedFactException {
    for (int records = 1; records <= RemovalMessage.MAX_RECORDS; records++) {
      assertEquals(
          Optional.of(told(records)), RemovalMessage.in(told(records).inner()), "of " + records);
    }
    var heard = new RemovalMessage.Heard(Long.MAX_VALUE);
    assertEquals(Optional.of(heard), RemovalMessage.in(heard.inner()));
  }

  @Test
  void theLongestFitsIntoAPacket() {
    assertTrue(told(RemovalMessage.MAX_RECORDS).inner().length <= Sealer.MAX_INNER);
  }

  @Test
  void whatIsCutOrTooLongIsRefused() {
    byte[] whole = Arrays.copyOf(told(2).inner(), told(3).inner().length);
    for (int length = 1; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      boolean fits = length > HEADER && (length - HEADER) % RemovalRecord.LENGTH == 0;
      if (!fits) {
        assertThrows(MalformedFactException.class, () -> RemovalMessage.in(cut), "of " + length);
      }
    }
    byte[] tooMany = told(RemovalMessage.MAX_RECORDS + 1).inner();
    assertThrows(MalformedFactException.class, () -> RemovalMessage.in(tooMany));
    byte[] answer = Arrays.copyOf(new RemovalMessage.Heard(1).inner(), HEADER + 1);
    assertThrows(MalformedFactException.class, () -> RemovalMessage.in(answer));
  }

  @Test
  void aRecordThatMeansNothingIsRefused() {
    byte[] negative = told(1).inner();
    negative[HEADER + PublicKey.LENGTH] = (byte) 0x80;
    assertThrows(MalformedFactException.class, () -> RemovalMessage.in(negative));
    byte[] neither = told(1).inner();
    neither[neither.length - 1] = 2;
    assertThrows(MalformedFactException.class, () -> RemovalMessage.in(neither));
  }

  @Test
  void nothingElseBeginsLikeOne() throws MalformedFactException {
    for (byte first : List.of(RemovalMessage.TOLD, RemovalMessage.HEARD)) {
      assertTrue(Arrays.stream(Attribute.values()).noneMatch(each -> each.letter() == first));
      assertEquals(Optional.empty(), PathMessage.in(new byte[] {first}));
    }
    assertEquals(Optional.empty(), RemovalMessage.in(new byte[0]));
    assertEquals(Optional.empty(), RemovalMessage.in(new byte[] {PathMessage.PROBE}));
  }
}
