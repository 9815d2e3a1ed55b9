package io.wirelink.invitation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.wirelink.device.Cidr;
import io.wirelink.device.PublicKey;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

final class JoinMessageTest {

  @Provide
  static Arbitrary<PublicKey> keys() {
    return Values.keys();
  }

  @Provide
  static Arbitrary<List<Cidr>> networks() {
    return Values.networks().list().ofMaxSize(JoinMessage.MAX_NETWORKS);
  }

  @Property
  void whatIsWrittenIsRead(
      @ForAll("keys") PublicKey key,
      @ForAll JoinMessage.Verdict verdict,
      @ForAll("networks") List<Cidr> addresses,
      @ForAll("networks") List<Cidr> networks) {
    JoinMessage request = new JoinMessage.Request(key);
    assertEquals(Optional.of(request), JoinMessage.in(request.inner()));
    JoinMessage answer = new JoinMessage.Answer(key, verdict, addresses, networks);
    assertEquals(Optional.of(answer), JoinMessage.in(answer.inner()));
  }

  @Property
  void whateverElseIsReadIsWrittenAlikeOrIsNone(@ForAll @Size(max = 120) byte[] bytes) {
    JoinMessage.in(bytes).ifPresent(read -> assertArrayEquals(bytes, read.inner()));
    byte[] answer = bytes.clone();
    if (answer.length > 0) {
      answer[0] = JoinMessage.ANSWER;
      JoinMessage.in(answer).ifPresent(read -> assertArrayEquals(answer, read.inner()));
    }
  }

  @Test
  void whatIsCutOffOrGoesOnIsNone() {
    List<Cidr> networks = List.of(Cidr.parse("10.77.0.13/24"), Cidr.parse("fd77::/64"));
    byte[] inner =
        new JoinMessage.Answer(Values.key(1), JoinMessage.Verdict.WELCOME, networks, networks)
            .inner();
    for (int length = 0; length < inner.length; length++) {
      assertEquals(Optional.empty(), JoinMessage.in(Arrays.copyOf(inner, length)));
    }
    assertEquals(Optional.empty(), JoinMessage.in(Arrays.copyOf(inner, inner.length + 1)));
  }
}
