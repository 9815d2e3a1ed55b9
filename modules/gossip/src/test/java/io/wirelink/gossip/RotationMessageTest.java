package io.wirelink.gossip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wirelink.device.PublicKey;
import io.wirelink.fact.Attribute;
import io.wirelink.fact.KeyRotation;
import io.wirelink.fact.MalformedFactException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class RotationMessageTest {

  private static final KeyRotation ROTATION =
      new KeyRotation(new PublicKey(1, 2, 3, 4), new PublicKey(5, 6, 7, 8), 9);

  private static final List<RotationMessage> ALL =
      List.of(
          new RotationMessage.Announced(-5, ROTATION, new byte[RotationMessage.PROOF_LENGTH]),
          new RotationMessage.Answered(Long.MAX_VALUE, true),
          new RotationMessage.Answered(1, false),
          new RotationMessage.Now(ROTATION.to(), RotationMessage.MAX_MILLIS),
          told(1),
          told(RotationMessage.MAX_ROTATIONS));

  private static RotationMessage.Told told(int rotations) {
    return new RotationMessage.Told(
        3,
        LongStream.range(0, rotations)
            .mapToObj(i -> new KeyRotation(new PublicKey(i, 2, 3, 4), ROTATION.to(), i))
            .toList());
  }

  @Test
  void whatIsSaidIsReadAndFitsIntoAPacket() throws MalformedFactException {
    for (RotationMessage each : ALL) {
      assertEquals(Optional.of(each), RotationMessage.in(each.inner()));
      assertTrue(each.inner().length <= Sealer.MAX_INNER);
    }
  }

  @Test
  void whatIsCutOrTooLongIsRefused() {
    for (RotationMessage each : ALL) {
      byte[] whole = each.inner();
      for (int length = 1; length <= whole.length + 1; length++) {
        byte[] cut = Arrays.copyOf(whole, length);
        boolean fits = (length - 9) % KeyRotation.LENGTH == 0 && length > 9;
        if (length != whole.length && !(each instanceof RotationMessage.Told && fits)) {
          assertThrows(MalformedFactException.class, () -> RotationMessage.in(cut));
        }
      }
    }
    byte[] tooMany = told(RotationMessage.MAX_ROTATIONS + 1).inner();
    assertThrows(MalformedFactException.class, () -> RotationMessage.in(tooMany));
  }

  @Test
  void whatMeansNothingIsRefused() {
    byte[] late = new RotationMessage.Now(ROTATION.to(), RotationMessage.MAX_MILLIS + 1).inner();
    assertThrows(MalformedFactException.class, () -> RotationMessage.in(late));
    byte[] answer = new RotationMessage.Answered(1, true).inner();
    answer[answer.length - 1] = 2;
    assertThrows(MalformedFactException.class, () -> RotationMessage.in(answer));
    byte[] negative = told(1).inner();
    negative[negative.length - Long.BYTES] = (byte) 0x80;
    assertThrows(MalformedFactException.class, () -> RotationMessage.in(negative));
  }

  @Test
  void nothingElseBeginsLikeOne() throws MalformedFactException {
    for (RotationMessage each : ALL) {
      byte first = each.inner()[0];
      assertTrue(Arrays.stream(Attribute.values()).noneMatch(one -> one.letter() == first));
      assertEquals(Optional.empty(), PathMessage.in(new byte[] {first}));
      assertEquals(Optional.empty(), RemovalMessage.in(new byte[] {first}));
    }
    assertEquals(Optional.empty(), RotationMessage.in(new byte[0]));
  }
}
