package io.wirelink.gossip;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wirelink.device.PublicKey;
import io.wirelink.fact.Attribute;
import io.wirelink.fact.BootId;
import io.wirelink.fact.MalformedFactException;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PathMessageTest {

  private static final PublicKey KEY = new PublicKey(1, 2, 3, 4);
  private static final PathMessage.Word WORD = new PathMessage.Word(77, true, false);

  static List<PathMessage> messages() {
    return List.of(
        new PathMessage.Probe(5, WORD, PathMessage.SHORTEST),
        new PathMessage.Probe(-1, new PathMessage.Word(-3, false, true), Sealer.MAX_LARGE_INNER),
        new PathMessage.Echo(5, WORD, 300),
        new PathMessage.Echo(6, new PathMessage.Word(9, false, false, true), 300),
        new PathMessage.Report(new BootId(8, 9), WORD),
        new PathMessage.LookAt(KEY),
        new PathMessage.Detour(true),
        new PathMessage.Detour(false),
        new PathMessage.Reaches(true, List.of(KEY)));
  }

  @ParameterizedTest
  @MethodSource("messages")
  void whatIsSaidIsRead(PathMessage message) throws MalformedFactException {
    assertEquals(Optional.of(message), PathMessage.in(message.inner()));
  }

  @ParameterizedTest
  @MethodSource("messages")
  void aMessageThatIsCutIsRefused(PathMessage message) {
    byte[] whole = message.inner();
    int needed = Math.min(whole.length, PathMessage.SHORTEST);
    for (int length = 1; length < needed; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThrows(MalformedFactException.class, () -> PathMessage.in(cut));
    }
  }

  @Test
  void aPacketIsPassedOnAsItCame() throws MalformedFactException {
    byte[] packet = {1, 2, 3};
    var passOn =
        (PathMessage.PassOn)
            PathMessage.in(new PathMessage.PassOn(KEY, packet).inner()).orElseThrow();
    var passedOn =
        (PathMessage.PassedOn)
            PathMessage.in(new PathMessage.PassedOn(packet).inner()).orElseThrow();
    assertEquals(KEY, passOn.recipient());
    assertArrayEquals(packet, passOn.packet());
    assertArrayEquals(packet, passedOn.packet());
  }

  @Test
  void aPacketThatIsTooLongIsNotPassedOn() {
    byte[] packet = new byte[PathMessage.MAX_PASSED + 1];
    byte[] passOn = new PathMessage.PassOn(KEY, packet).inner();
    byte[] passedOn = new PathMessage.PassedOn(packet).inner();
    assertThrows(MalformedFactException.class, () -> PathMessage.in(passOn));
    assertThrows(MalformedFactException.class, () -> PathMessage.in(passedOn));
  }

  @Test
  void aRouterNamesNoMoreMembersAtOnceThanFitAPacket() throws MalformedFactException {
    var most = new PathMessage.Reaches(false, Collections.nCopies(PathMessage.MAX_MEMBERS, KEY));
    assertTrue(most.inner().length <= Sealer.MAX_INNER);
    assertEquals(Optional.of(most), PathMessage.in(most.inner()));
    byte[] tooMany =
        new PathMessage.Reaches(false, Collections.nCopies(PathMessage.MAX_MEMBERS + 1, KEY))
            .inner();
    assertThrows(MalformedFactException.class, () -> PathMessage.in(tooMany));
  }

  @Test
  void factsAreNoMessages() throws MalformedFactException {
    for (Attribute attribute : Attribute.values()) {
      byte[] inner = {(byte) attribute.letter(), 0, 0, 0};
      assertEquals(Optional.empty(), PathMessage.in(inner));
    }
    assertEquals(Optional.empty(), PathMessage.in(new byte[0]));
    assertEquals(Optional.empty(), PathMessage.in(new byte[] {'t'}));
  }

  @Test
  void theOrderOfWordsGoesRound() {
    var last = new PathMessage.Word(Integer.MAX_VALUE, true, false);
    var next = new PathMessage.Word(Integer.MIN_VALUE, true, false);
    assertTrue(next.isAfter(last));
    assertFalse(last.isAfter(next));
    assertFalse(last.isAfter(last));
  }
}
