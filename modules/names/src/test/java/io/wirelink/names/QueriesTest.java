package io.wirelink.names;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wirelink.device.IpAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.Type;

class QueriesTest {
  private static final IpAddress OWN = IpAddress.parse("fe80::1");
  private static final IpAddress PEER = IpAddress.parse("fe80::2");
  private static final byte[] QUERY = AnswererTest.query("leaf1.wg0.wirelink.", Type.A).toWire();

  private final Answerer answerer = new Answerer(Mesh.some());
  private final NameCounts counts = new NameCounts();

  private Queries queries(boolean peersToo) {
    return new Queries(peersToo, OWN, () -> answerer, () -> 0, counts);
  }

  @Test
  void thisHostIsAnswered() throws Exception {
    for (String own : new String[] {"fe80::1", "::1", "127.0.0.1"}) {
      assertEquals(
          answerer.answer(QUERY, Answerer.MAX_DATAGRAM).map(bytes -> bytes.length),
          queries(false).answer(IpAddress.parse(own), QUERY).map(bytes -> bytes.length));
    }
    assertEquals(3, counts.answeredSoFar());
  }

  @Test
  void aPeerIsAnsweredOnlyIfThatIsConfigured() throws Exception {
    assertEquals(Optional.empty(), queries(false).answer(PEER, QUERY));
    assertEquals(1, counts.ignoredSoFar());
    assertTrue(queries(true).answer(PEER, QUERY).isPresent());
  }

  /** So nothing can be made to send much to somebody who did not ask. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "203.0.113.9",
        "10.77.0.12",
        "2001:db8::1",
        "fd77::12",
        "fe80::2",
        "0.0.0.0",
        "::"
      })
  void nobodyButThisHostIsAnsweredWhateverIsAsked(String source) throws Exception {
    Queries queries = queries(false);
    for (byte[] query : List.of(QUERY, new byte[0], new byte[12], Arrays.copyOf(QUERY, 20))) {
      assertEquals(Optional.empty(), queries.answer(IpAddress.parse(source), query));
    }
    assertEquals(0, counts.answeredSoFar());
  }

  @Test
  void aPeerThatAsksTooMuchIsNotAnswered() throws Exception {
    Queries queries = queries(true);
    for (int i = 0; i < QueryRate.PEER_PER_SECOND; i++) {
      assertTrue(queries.answer(PEER, QUERY).isPresent());
    }
    assertEquals(Optional.empty(), queries.answer(PEER, QUERY));
    assertTrue(queries.answer(OWN, QUERY).isPresent());
  }

  @Test
  void whatIsTooLongIsNotLookedAt() throws Exception {
    byte[] query = Arrays.copyOf(QUERY, Answerer.MAX_DATAGRAM + 1);
    assertEquals(Optional.empty(), queries(false).answer(OWN, query));
  }

  @Test
  void nobodyIsAnsweredWhileNothingIsKnown() throws Exception {
    Queries queries = new Queries(false, OWN, () -> null, () -> 0, counts);
    assertEquals(Optional.empty(), queries.answer(OWN, QUERY));
  }
}
