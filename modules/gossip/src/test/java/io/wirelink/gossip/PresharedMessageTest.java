package io.wirelink.gossip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wirelink.fact.MalformedFactException;
import io.wirelink.gossip.PresharedMessage.Piece;
import java.util.Arrays;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class PresharedMessageTest {

  private static PresharedMessage half(Piece piece, boolean second) {
    byte[] bytes = new byte[piece.length() / 2];
    Arrays.fill(bytes, (byte) 7);
    return new PresharedMessage.Half(5, piece, second, bytes);
  }

  @Test
  void whatIsWrittenIsReadAndFitsIntoAPacket() throws Exception {
    for (Piece piece : Piece.values()) {
      for (boolean second : new boolean[] {false, true}) {
        PresharedMessage half = half(piece, second);
        assertEquals(Optional.of(half), PresharedMessage.in(half.inner()));
        assertTrue(half.inner().length <= Sealer.MAX_INNER);
      }
    }
    PresharedMessage ready = new PresharedMessage.Ready(-1, new byte[16]);
    assertEquals(Optional.of(ready), PresharedMessage.in(ready.inner()));
  }

  @Test
  void whatIsCutOrLongerIsNothing() {
    for (PresharedMessage message :
        new PresharedMessage[] {
          half(Piece.LEADER_KEY, false), new PresharedMessage.Ready(1, new byte[16])
        }) {
      byte[] inner = message.inner();
      for (int length = 1; length <= inner.length + 8; length++) {
        byte[] other = Arrays.copyOf(inner, length);
        if (length != inner.length) {
          assertThrows(MalformedFactException.class, () -> PresharedMessage.in(other));
        }
      }
    }
  }

  @Test
  void apartFromEightHalvesThereAreNone() {
    byte[] inner = half(Piece.FOR_FOLLOWER, true).inner();
    for (int which = 8; which < 256; which++) {
      inner[9] = (byte) which;
      assertThrows(MalformedFactException.class, () -> PresharedMessage.in(inner));
    }
  }

  @Property
  void noiseIsNoMessageOrAMessageThatIsWrittenAsItCame(@ForAll @Size(max = 700) byte[] noise) {
    for (byte first : new byte[] {'G', 'g'}) {
      byte[] inner = Arrays.copyOf(noise, noise.length + 1);
      inner[0] = first;
      try {
        PresharedMessage message = PresharedMessage.in(inner).orElseThrow();
        assertTrue(Arrays.equals(inner, message.inner()));
      } catch (MalformedFactException e) {
        assertTrue(String.valueOf(e.getMessage()).contains("preshared"));
      }
    }
  }
}
