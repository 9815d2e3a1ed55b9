package io.wirelink.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** An answer says the same, whatever was said before it. */
class KnownPeersTest {

  private static final String SECRET = "5".repeat(64);

  private static String peer(int number, int received, String... more) {
    return "public_key=%s\npreshared_key=%s\nendpoint=192.0.2.%d:51820\nrx_bytes=%d\n%s"
        .formatted(
            Integer.toString(number).repeat(64), SECRET, number, received, String.join("", more));
  }

  private static String answer(String... peers) {
    return "private_key=%s\n%serrno=0\n\n".formatted("7".repeat(64), String.join("", peers));
  }

  private static List<PeerState> peers(UapiAnswer answer) {
    return List.copyOf(answer.state().peers().values());
  }

  @Test
  void onlyThePeerThatChangedIsReadAgain() throws Exception {
    UapiAnswer first = parse(answer(peer(1, 10), peer(2, 10)), new KnownPeers());
    // A userspace WireGuard lists its peers in any order.
    UapiAnswer second = parse(answer(peer(2, 11), peer(1, 10)), first.known());
    assertSame(peers(first).getFirst(), peers(second).getLast());
    assertEquals(11, peers(second).getFirst().receivedBytes());
    UapiAnswer third = parse(answer(peer(2, 11), peer(1, 10)), second.known());
    assertEquals(peers(second), peers(third));
    assertSame(peers(second).getFirst(), peers(third).getFirst());
    assertSame(peers(second).getLast(), peers(third).getLast());
  }

  @Test
  void anotherLineAtTheEndIsNoticed() throws Exception {
    UapiAnswer first = parse(answer(peer(1, 10)), new KnownPeers());
    UapiAnswer second = parse(answer(peer(1, 10, "allowed_ip=192.0.2.0/24\n")), first.known());
    assertEquals(1, peers(second).getFirst().allowedIps().size());
    assertEquals(
        0, peers(parse(answer(peer(1, 10)), second.known())).getFirst().allowedIps().size());
  }

  @Test
  void aPeerIsNotTakenForAnotherWhoseKeyBeginsAsItsDoes() throws Exception {
    String other = peer(1, 10).replace("1".repeat(64), "1".repeat(63) + "2");
    UapiAnswer both = parse(answer(peer(1, 10), other), new KnownPeers());
    assertEquals(2, peers(both).size());
    assertEquals(peers(both), peers(parse(answer(peer(1, 10), other), both.known())));
  }

  @Test
  void theNameOfAnInterfaceIsLookedUpEachTime() throws Exception {
    String answer = answer("public_key=" + "6".repeat(64) + "\nendpoint=[fe80::1%eth0]:51820\n");
    UapiAnswer first = parse(answer, new KnownPeers());
    UapiAnswer second = parse(answer, first.known());
    assertNotSame(peers(first).getFirst(), peers(second).getFirst());
  }

  @Test
  void aLineThatIsWrongBehindAKnownPeerIsNamedAsEver() throws Exception {
    KnownPeers before = parse(answer(peer(1, 10)), new KnownPeers()).known();
    for (KnownPeers known : List.of(before, new KnownPeers())) {
      UapiAnswer.Malformed e =
          assertThrows(
              UapiAnswer.Malformed.class,
              () -> parse(answer(peer(1, 10), "public_key=x\n"), known));
      assertEquals("the value of public_key in line 6 is invalid", e.getMessage());
    }
  }

  @Provide
  Arbitrary<String> answers() {
    Arbitrary<String> line =
        Arbitraries.of(
            "rx_bytes=1\n",
            "rx_bytes=2\n",
            "allowed_ip=192.0.2.0/24\n",
            "allowed_ip=2001:db8::/32\n",
            "endpoint=[fe80::1%eth0]:1\n",
            "preshared_key=" + SECRET + "\n",
            "preshared_key=\n",
            "preshared_key=" + "0".repeat(64) + "\n",
            "preshared_key=" + "g".repeat(64) + "\n",
            "preshared_key=" + "5".repeat(63) + "6\n",
            "listen_port=1\n",
            "errno=0\n",
            "errno=1\n",
            "later=1\n",
            "\n",
            "public_key=" + "6".repeat(64) + "\n",
            "public_key=" + "6".repeat(63) + "7\n",
            "public_key=" + "8".repeat(64) + "\n");
    return Combinators.combine(line.list().ofMaxSize(12), Arbitraries.of("errno=0\n\n", "\n", ""))
        .as((lines, end) -> String.join("", lines) + end);
  }

  @Property
  void whatIsReadDoesNotDependOnWhatWasReadBefore(
      @ForAll("answers") String first, @ForAll("answers") String second) {
    List<String> read = new ArrayList<>();
    KnownPeers before = known(first, new KnownPeers());
    for (KnownPeers each : List.of(new KnownPeers(), before, known(second, before))) {
      read.add(said(second, each));
    }
    assertEquals(read.get(0), read.get(1));
    assertEquals(read.get(0), read.get(2));
  }

  private static KnownPeers known(String answer, KnownPeers before) {
    try {
      return parse(answer, before).known();
    } catch (UapiAnswer.Malformed e) {
      return before;
    }
  }

  private static String said(String answer, KnownPeers before) {
    try {
      UapiAnswer read = parse(answer, before);
      return read.errno() + " " + read.state();
    } catch (UapiAnswer.Malformed e) {
      return String.valueOf(e.getMessage());
    }
  }

  private static UapiAnswer parse(String answer, KnownPeers before) throws UapiAnswer.Malformed {
    ByteBuffer bytes = ByteBuffer.wrap(answer.getBytes(StandardCharsets.ISO_8859_1));
    return UapiParser.parse("wg0", bytes, before, name -> 3, PrivateKey::publicKey);
  }
}
