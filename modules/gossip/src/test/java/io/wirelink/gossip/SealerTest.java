package io.wirelink.gossip;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.wirelink.device.PrivateKey;
import io.wirelink.device.PublicKey;
import io.wirelink.gossip.Opened.Reason;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.random.RandomGenerator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class SealerTest {

  private static final PrivateKey ALICE = key(1);
  private static final PrivateKey BOB = key(2);
  private static final PrivateKey EVE = key(3);
  private static final byte[] INNER = "inner facts".getBytes(StandardCharsets.US_ASCII);

  /** Attribute, TTL 0 and the sender's key. */
  private static final int NONCE_OFFSET = 34;

  /** Seeded, so that a failure can be repeated: nothing here is a secret. */
  private final RandomGenerator random = new Random(7);

  private final Sealer alice = new Sealer(ALICE, random);
  private final Sealer bob = new Sealer(BOB, random);
  private final Sealer eve = new Sealer(EVE, random);

  private static PrivateKey key(int seed) {
    byte[] bytes = new byte[PublicKey.LENGTH];
    Arrays.fill(bytes, (byte) seed);
    return PrivateKey.ofBytes(bytes);
  }

  static List<Object[]> vectors() throws IOException {
    try (var stream = SealerTest.class.getResourceAsStream("/vectors/signed-groups.txt");
        var reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.US_ASCII))) {
      return reader
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> (Object[]) line.split(" "))
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void whatTheGoImplementationSealedOpens(
      String senderPrivate, String sender, String recipientPrivate, String recipient, String hex) {
    byte[] packet = HexFormat.of().parseHex(hex);
    Sealer receiving = new Sealer(PrivateKey.parse(recipientPrivate), random);
    byte[] inner = accepted(receiving.open(packet), PublicKey.parse(sender));
    assertArrayEquals(
        Arrays.copyOfRange(packet, packet.length - inner.length, packet.length), inner);
    assertEquals(74, packet.length - inner.length);
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void sealingAgainGivesTheSameBytes(
      String senderPrivate, String sender, String recipientPrivate, String recipient, String hex)
      throws Exception {
    byte[] packet = HexFormat.of().parseHex(hex);
    byte[] nonce = Arrays.copyOfRange(packet, NONCE_OFFSET, NONCE_OFFSET + 24);
    Sealer sending = new Sealer(PrivateKey.parse(senderPrivate), new FixedBytes(nonce));
    byte[] inner = Arrays.copyOfRange(packet, 74, packet.length);
    assertArrayEquals(packet, sending.seal(PublicKey.parse(recipient), inner));
  }

  /** Gives these bytes and nothing else. */
  @SuppressWarnings("ArrayRecordComponent")
  private record FixedBytes(byte[] given) implements RandomGenerator {

    @Override
    public void nextBytes(byte[] bytes) {
      System.arraycopy(given, 0, bytes, 0, bytes.length);
    }

    @Override
    public long nextLong() {
      throw new UnsupportedOperationException();
    }
  }

  @Property
  void whatIsSealedOpensForItsRecipientOnly(@ForAll @Size(max = Sealer.MAX_INNER) byte[] inner)
      throws Exception {
    byte[] packet = alice.seal(BOB.publicKey(), inner);
    assertArrayEquals(inner, accepted(bob.open(packet), ALICE.publicKey()));
    assertEquals(rejected(Reason.BAD_TAG), eve.open(packet));
  }

  @Property
  void aFlippedBitIsNoticed(@ForAll @IntRange(max = 8 * (74 + 11) - 1) int bit) throws Exception {
    byte[] packet = alice.seal(BOB.publicKey(), INNER);
    packet[bit / 8] ^= (byte) (1 << bit % 8);
    // The TTL says nothing and is not authenticated; X25519 ignores the last bit of a key.
    boolean unnoticed = (bit / 8 == 1 && packet[1] >= 0) || bit == 8 * NONCE_OFFSET - 1;
    assertEquals(unnoticed, bob.open(packet) instanceof Opened.Accepted);
  }

  @Property
  void noBytesThrow(@ForAll @Size(max = 100) byte[] packet) {
    assertInstanceOf(Opened.Rejected.class, bob.open(packet));
  }

  @Test
  void everyCutIsNoticed() throws Exception {
    byte[] packet = alice.seal(BOB.publicKey(), INNER);
    for (int length = 0; length < packet.length; length++) {
      Reason reason = length < 74 ? Reason.TRUNCATED : Reason.BAD_TAG;
      assertEquals(rejected(reason), bob.open(Arrays.copyOf(packet, length)));
    }
  }

  @Test
  void aPacketMayBeOpenedAgain() throws Exception {
    byte[] packet = alice.seal(BOB.publicKey(), INNER);
    accepted(bob.open(packet), ALICE.publicKey());
    accepted(bob.open(packet), ALICE.publicKey());
  }

  @Test
  void anEmptyGroupOpens() throws Exception {
    byte[] packet = alice.seal(BOB.publicKey(), new byte[0]);
    assertEquals(0, accepted(bob.open(packet), ALICE.publicKey()).length);
  }

  @Test
  void whoSealsInAnothersNameIsFoundOut() throws Exception {
    byte[] packet = eve.seal(BOB.publicKey(), INNER);
    System.arraycopy(ALICE.publicKey().bytes(), 0, packet, 2, PublicKey.LENGTH);
    assertEquals(rejected(Reason.BAD_TAG), bob.open(packet));
  }

  @Test
  void aSenderThatIsNotExpectedIsRejectedFirst() throws Exception {
    byte[] packet = alice.seal(BOB.publicKey(), INNER);
    packet[packet.length - 1] ^= 1;
    assertEquals(rejected(Reason.UNEXPECTED_SENDER), bob.open(packet, sender -> false));
    assertEquals(rejected(Reason.BAD_TAG), bob.open(packet, ALICE.publicKey()::equals));
  }

  @Test
  void otherFactsAreNoPackets() throws Exception {
    byte[] packet = alice.seal(BOB.publicKey(), INNER);
    packet[0] = '!';
    assertEquals(rejected(Reason.NOT_A_GROUP), bob.open(packet));
  }

  @ParameterizedTest
  @CsvSource({
    "00, ACCEPTED",
    "8000, ACCEPTED",
    "ffff03, ACCEPTED",
    "ffff8300, ACCEPTED",
    "80808080808080808000, ACCEPTED",
    "808004, BAD_TTL",
    "8080808080808080807f, BAD_TTL",
    "8080808080808080808000, BAD_TTL",
    "ffffffffffffffffff01, BAD_TTL"
  })
  void aTtlIsReadAsGoReadsIt(String ttl, String verdict) throws Exception {
    byte[] packet = alice.seal(BOB.publicKey(), INNER);
    String rest = HexFormat.of().formatHex(packet, 2, packet.length);
    Opened opened = bob.open(HexFormat.of().parseHex("53" + ttl + rest));
    if (verdict.equals("ACCEPTED")) {
      accepted(opened, ALICE.publicKey());
    } else {
      assertEquals(rejected(Reason.valueOf(verdict)), opened);
    }
  }

  @Test
  void twiceThePacketSizeIsAcceptedAndNotMore() throws Exception {
    byte[] full = alice.seal(BOB.publicKey(), new byte[Sealer.MAX_INNER]);
    assertEquals(Sealer.MAX_PACKET - 2, full.length);
    assertEquals(rejected(Reason.BAD_TAG), bob.open(Arrays.copyOf(full, Sealer.MAX_RECEIVED)));
    assertEquals(
        rejected(Reason.TOO_LARGE), bob.open(Arrays.copyOf(full, Sealer.MAX_RECEIVED + 1)));
    byte[] tooMuch = new byte[Sealer.MAX_INNER + 1];
    assertThrows(IllegalArgumentException.class, () -> alice.seal(BOB.publicKey(), tooMuch));
  }

  @Test
  void anImpossibleKeyIsRefusedBothWays() throws Exception {
    PublicKey zero = new PublicKey(0, 0, 0, 0);
    assertThrows(InvalidKeyException.class, () -> alice.seal(zero, INNER));
    byte[] packet = alice.seal(BOB.publicKey(), INNER);
    Arrays.fill(packet, 2, 2 + PublicKey.LENGTH, (byte) 0);
    assertEquals(rejected(Reason.UNUSABLE_KEY), bob.open(packet));
  }

  @Test
  void twoPacketsOfTheSameFactsDiffer() throws Exception {
    byte[] one = alice.seal(BOB.publicKey(), INNER);
    byte[] other = alice.seal(BOB.publicKey(), INNER);
    assertFalse(Arrays.equals(one, other));
  }

  @Test
  void keysOfPeersThatWentAreForgotten() throws Exception {
    alice.seal(BOB.publicKey(), INNER);
    alice.seal(EVE.publicKey(), INNER);
    assertEquals(2, alice.knownKeys());
    alice.retain(Set.of(BOB.publicKey()));
    assertEquals(1, alice.knownKeys());
    assertArrayEquals(
        INNER, accepted(eve.open(alice.seal(EVE.publicKey(), INNER)), ALICE.publicKey()));
  }

  @Test
  void theKeysOfThreeThousandPeersAreComputedOnceEach() throws Exception {
    int peers = 3_000;
    for (int i = 0; i < peers; i++) {
      alice.seal(new PublicKey(9L << 56, 0, 0, i), INNER);
    }
    assertEquals(peers, alice.knownKeys());
  }

  @Test
  void theNumberOfKeysIsBounded() throws Exception {
    for (int i = 0; i < Sealer.MAX_KEYS + 10; i++) {
      alice.seal(new PublicKey(9L << 56, 0, 0, i), INNER);
    }
    assertEquals(Sealer.MAX_KEYS, alice.knownKeys());
  }

  private static Opened rejected(Reason reason) {
    return new Opened.Rejected(reason);
  }

  private static byte[] accepted(Opened opened, PublicKey sender) {
    Opened.Accepted accepted = assertInstanceOf(Opened.Accepted.class, opened, opened.toString());
    assertEquals(sender, accepted.sender());
    return accepted.inner();
  }
}
