package io.wirelink.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UapiParserTest {

  private static final String SECRET =
      "77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a";
  private static final String PRESHARED =
      "188515093e952f5f22e865cef3012e72f8b5f0b598ac0309d5dacce3b70fcf52";
  private static final String PEER =
      "de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f";
  private static final String OTHER =
      "8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a";

  private static final PublicKey PEER_KEY = key(PEER);
  private static final PublicKey OTHER_KEY = key(OTHER);

  private static final String ANSWER =
      """
      private_key=%s
      listen_port=51820
      fwmark=4294967295
      public_key=%s
      preshared_key=%s
      protocol_version=1
      endpoint=[2001:db8::1]:51821
      last_handshake_time_sec=1700000000
      last_handshake_time_nsec=123456789
      tx_bytes=38333
      rx_bytes=2224
      persistent_keepalive_interval=25
      allowed_ip=192.168.4.4/32
      allowed_ip=fe80::1/128
      public_key=%s
      preshared_key=0000000000000000000000000000000000000000000000000000000000000000
      last_handshake_time_sec=0
      last_handshake_time_nsec=0
      tx_bytes=0
      rx_bytes=0
      persistent_keepalive_interval=0
      errno=0

      """
          .formatted(SECRET, PEER, PRESHARED, OTHER);

  @Test
  void aWholeDeviceIsRead() throws Exception {
    UapiAnswer answer = parse(ANSWER);
    DeviceState device = answer.state();
    assertEquals(0, answer.errno());
    assertEquals("wg0", device.name());
    assertEquals(OTHER_KEY, device.publicKey(), "that of the private key");
    assertEquals(51820, device.listenPort());
    assertEquals(-1, device.firewallMark());
    assertEquals(
        List.of(
            new PeerState(
                PEER_KEY,
                Endpoint.parse("[2001:db8::1]:51821"),
                Instant.ofEpochSecond(1_700_000_000, 123_456_789),
                2224,
                38333,
                25,
                Set.of(Cidr.parse("192.168.4.4/32"), Cidr.parse("fe80::1/128")),
                PresharedKey.ofBytes(HexFormat.of().parseHex(PRESHARED)).print()),
            new PeerState(OTHER_KEY, null, null, 0, 0, 0, Set.of())),
        List.copyOf(device.peers().values()));
  }

  private static PublicKey key(String hex) {
    return PublicKey.ofBytes(HexFormat.of().parseHex(hex));
  }

  @Test
  void aDeviceWithoutAnythingIsRead() throws Exception {
    UapiAnswer answer = parse("errno=0\n\n");
    assertNull(answer.privateKey());
    assertEquals(new DeviceState("wg0", null, 0, 0, Map.of()), answer.state());
    assertNull(parse("private_key=" + "0".repeat(64) + "\nerrno=0\n\n").privateKey());
  }

  @ParameterizedTest
  @ValueSource(strings = {"errno=98\n\n", "errno=-98\n\n"})
  void anErrorNumberHasNoSign(String answer) throws Exception {
    assertEquals(98, parse(answer).errno());
  }

  @Test
  void aScopeMayBeANumberOrAName() throws Exception {
    assertEquals(7, scopeOf("[fe80::1%7]:51820"));
    assertEquals(3, scopeOf("[fe80::1%eth0]:51820"));
    assertEquals(0, scopeOf("[fe80::1%gone]:51820"));
    assertEquals(0, scopeOf("[fe80::1]:51820"));
  }

  private static int scopeOf(String endpoint) throws Exception {
    String answer = "public_key=" + PEER + "\nendpoint=" + endpoint + "\nerrno=0\n\n";
    Endpoint parsed = parse(answer).state().peers().get(PEER_KEY).endpoint();
    assertNotNull(parsed);
    assertEquals(IpAddress.parse("fe80::1"), parsed.address());
    return parsed.scopeId();
  }

  @Test
  void keysOfLaterVersionsArePassedOver() throws Exception {
    String later = ANSWER.replace("errno=0", "advanced_security=on\nerrno=0");
    assertEquals(parse(ANSWER).state(), parse("generation=2\n" + later).state());
  }

  @Test
  void networksAreMasked() throws Exception {
    String answer = "public_key=" + PEER + "\nallowed_ip=192.0.2.9/24\nerrno=0\n\n";
    Set<Cidr> networks = parse(answer).state().peers().get(PEER_KEY).allowedIps();
    assertEquals(Set.of(Cidr.parse("192.0.2.0/24")), networks);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "private_key=77",
        "private_key=",
        "listen_port=65536",
        "listen_port=-1",
        "listen_port=x",
        "fwmark=4294967296",
        "public_key=de9e",
        "errno=none",
        "endpoint=192.0.2.1:1",
        "allowed_ip=192.0.2.0/24",
        "rx_bytes=1",
        "no equals sign",
        "listen_port=99999999999999999999"
      })
  void anInvalidLineIsNamed(String line) {
    Exception e =
        assertThrows(
            UapiAnswer.Malformed.class, () -> parse("fwmark=0\n" + line + "\nerrno=0\n\n"));
    assertTrue(e.getMessage().contains("line 2"), e.getMessage());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "endpoint=192.0.2.1",
        "endpoint=192.0.2.1%1:1",
        "last_handshake_time_sec=-1",
        "last_handshake_time_sec=9223372036854775807",
        "last_handshake_time_nsec=1000000000",
        "rx_bytes=",
        "tx_bytes=1.5",
        "persistent_keepalive_interval=65536",
        "persistent_keepalive_interval=off",
        "allowed_ip=192.0.2.0/33",
        "allowed_ip=",
        "allowed_ip=(none)"
      })
  void anInvalidLineOfAPeerIsNamed(String line) {
    String answer = "public_key=" + PEER + "\n" + line + "\nerrno=0\n\n";
    Exception e = assertThrows(UapiAnswer.Malformed.class, () -> parse(answer));
    String key = line.substring(0, line.indexOf('='));
    assertEquals("the value of " + key + " in line 2 is invalid", e.getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "listen_port=1\n\n", "errno=0", "listen_port=1\nerrno=0"})
  void anAnswerWithoutAnEndIsMalformed(String answer) {
    assertThrows(UapiAnswer.Malformed.class, () -> parse(answer));
  }

  @Test
  void secretsAreInNoMessage() {
    String broken = ANSWER.replace(SECRET, SECRET.substring(1) + "x");
    Exception e = assertThrows(UapiAnswer.Malformed.class, () -> parse(broken));
    assertNull(e.getCause());
    assertFalse(e.getMessage().contains(SECRET.substring(1, 9)), e.getMessage());
  }

  @Test
  void secretsAreInNoText() throws Exception {
    String text = parse(ANSWER).toString();
    assertFalse(text.contains(SECRET) || text.contains(PRESHARED), text);
  }

  @Provide
  Arbitrary<String> mutatedAnswers() {
    Arbitrary<Integer> position = Arbitraries.integers().between(0, ANSWER.length() - 1);
    Arbitrary<String> piece =
        Arbitraries.oneOf(
            Arbitraries.strings().withCharRange('\0', '\u00ff').ofMaxLength(3),
            Arbitraries.of(ANSWER.split("(?<=[=\n])")));
    return Combinators.combine(position, position, piece)
        .as(
            (from, to, text) ->
                ANSWER.substring(0, from)
                    + text
                    + ANSWER.substring(Math.max(from, Math.min(to, from + 80))));
  }

  @Property
  void everyAnswerIsReadOrMalformed(@ForAll("mutatedAnswers") String answer) {
    try {
      assertNotNull(parse(answer));
    } catch (UapiAnswer.Malformed e) {
      assertFalse(e.getMessage().contains(SECRET.substring(0, 16)));
    }
  }

  private static UapiAnswer parse(String answer) throws UapiAnswer.Malformed {
    ByteBuffer bytes = ByteBuffer.wrap(answer.getBytes(StandardCharsets.ISO_8859_1));
    return UapiParser.parse(
        "wg0", bytes, new KnownPeers(), name -> name.equals("eth0") ? 3 : 0, PrivateKey::publicKey);
  }
}
