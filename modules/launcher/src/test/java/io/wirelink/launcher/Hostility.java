package io.wirelink.launcher;

import io.wirelink.device.Cidr;
import io.wirelink.device.Endpoint;
import io.wirelink.device.PrivateKey;
import io.wirelink.device.PublicKey;
import io.wirelink.fact.BootId;
import io.wirelink.fact.Fact;
import io.wirelink.fact.FactCodec;
import io.wirelink.fact.MemberMetadata;
import io.wirelink.fact.TimedFact;
import io.wirelink.gossip.PathMessage;
import io.wirelink.gossip.Sealer;
import java.io.ByteArrayOutputStream;
import java.security.InvalidKeyException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Packets that an agent must not believe, though a peer of its device sends them.
 *
 * @param attacker the key of the peer that sends them
 * @param other the key of another peer of the victim, of whom the attacker has somehow got hold
 * @param victim the agent that gets them
 */
record Hostility(PrivateKey attacker, PrivateKey other, PublicKey victim) {

  /** Whoever believes any of the packets, believes something about this address or its network. */
  static final String LIE = "203.0.113.66";

  /** So that a packet that makes trouble can be made again. */
  private static final long SEED = 51_821;

  private static final int RANDOM_PACKETS = 64;

  /** All of them. */
  List<byte[]> packets() {
    List<byte[]> packets = new ArrayList<>();
    byte[] authentic = seal(attacker, victim, lies());
    addCut(authentic, packets);
    addFlipped(authentic, packets);
    addOversized(authentic, packets);
    addUnsigned(packets);
    addMisSigned(authentic, packets);
    addNestedAndMalformed(authentic, packets);
    addPresumptuous(packets);
    addAboutPaths(packets);
    Random random = new Random(SEED);
    for (int i = 0; i < RANDOM_PACKETS; i++) {
      byte[] noise = new byte[1 + random.nextInt(Sealer.MAX_RECEIVED)];
      random.nextBytes(noise);
      packets.add(noise);
    }
    return packets;
  }

  /** What would be believed, were it sent as it is. */
  private byte[] lies() {
    PublicKey subject = other.publicKey();
    return FactCodec.encode(
        List.of(
            new TimedFact(Fact.endpoint(subject, Endpoint.parse(LIE + ":51820")), 255),
            new TimedFact(Fact.endpoint(subject, Endpoint.parse(LIE + ":51822")), 255)));
  }

  private static void addCut(byte[] packet, List<byte[]> packets) {
    for (int length = 0; length < packet.length; length++) {
      packets.add(Arrays.copyOf(packet, length));
    }
  }

  /** One bit of each byte, but of the group's TTL, which is not signed and means nothing. */
  private static void addFlipped(byte[] packet, List<byte[]> packets) {
    for (int i = 0; i < packet.length; i++) {
      if (i != 1) {
        byte[] flipped = packet.clone();
        flipped[i] ^= (byte) (1 << (i % Byte.SIZE));
        packets.add(flipped);
      }
    }
  }

  private static void addOversized(byte[] packet, List<byte[]> packets) {
    for (int length : new int[] {Sealer.MAX_PACKET + 1, Sealer.MAX_RECEIVED, 9000, 60_000}) {
      packets.add(Arrays.copyOf(packet, length));
      packets.add(Arrays.copyOf(packet, length + 1));
    }
  }

  private void addUnsigned(List<byte[]> packets) {
    packets.add(lies());
    byte[] packet = seal(attacker, victim, lies());
    int tag = packet.length - lies().length - 16;
    Arrays.fill(packet, tag, tag + 16, (byte) 0);
    packets.add(packet);
  }

  private void addMisSigned(byte[] authentic, List<byte[]> packets) {
    byte[] bytes = new byte[32];
    new Random(SEED).nextBytes(bytes);
    PrivateKey stranger = PrivateKey.ofBytes(bytes);
    packets.add(seal(stranger, victim, lies()));
    packets.add(seal(attacker, stranger.publicKey(), lies()));
    // Authentic, but from another's address.
    packets.add(seal(other, victim, lies()));
    // In the attacker's name, but with another's key.
    byte[] forged = seal(stranger, victim, lies());
    System.arraycopy(authentic, 0, forged, 0, 2 + PublicKey.LENGTH);
    packets.add(forged);
  }

  /** Signed as it should be; only what is inside makes no sense, after something that does. */
  private void addNestedAndMalformed(byte[] authentic, List<byte[]> packets) {
    byte[] subject = other.publicKey().bytes();
    packets.add(seal(attacker, victim, join(lies(), authentic)));
    packets.add(seal(attacker, victim, authentic));
    packets.add(seal(attacker, victim, join(lies(), new byte[] {'?', 60}, subject)));
    packets.add(seal(attacker, victim, join(lies(), new byte[] {'e', 60}, subject, new byte[5])));
    byte[] tooLong = {'m', (byte) 0x80, (byte) 0x80, 4};
    packets.add(seal(attacker, victim, join(lies(), tooLong, subject)));
    byte[] prefix = {(byte) 203, 0, 113, 0, 33};
    packets.add(seal(attacker, victim, join(lies(), new byte[] {'a', 60}, subject, prefix)));
    byte[] repeatedKey = {6, 'n', 1, 'x', 'n', 1, 'y'};
    packets.add(seal(attacker, victim, join(lies(), new byte[] {'M', 60}, subject, repeatedKey)));
  }

  /** Well-formed and authentic, but more than a leaf is trusted with. */
  private void addPresumptuous(List<byte[]> packets) {
    Random random = new Random(SEED);
    byte[] bytes = new byte[PublicKey.LENGTH];
    random.nextBytes(bytes);
    PublicKey unknown = PublicKey.ofBytes(bytes);
    SortedMap<Integer, String> name = new TreeMap<>();
    name.put((int) 'n', LIE);
    for (Fact fact :
        List.of(
            Fact.allowedCidr(other.publicKey(), Cidr.parse(LIE + "/32")),
            Fact.allowedCidr(attacker.publicKey(), Cidr.parse(LIE + "/32")),
            Fact.member(other.publicKey(), new MemberMetadata(name)),
            Fact.member(unknown, new MemberMetadata(name)),
            Fact.endpoint(unknown, Endpoint.parse(LIE + ":51820")),
            Fact.alive(other.publicKey(), BootId.random(0, random)))) {
      packets.add(seal(attacker, victim, FactCodec.encode(List.of(new TimedFact(fact, 65_535)))));
    }
  }

  /**
   * What is said of paths, none of which is the attacker's: answers to what nobody asked, words of
   * another that it did not say, requests to look and to pass on, and all of it cut off.
   */
  private void addAboutPaths(List<byte[]> packets) {
    BootId unknown = BootId.random(15, new Random(SEED));
    PathMessage.Word bad = new PathMessage.Word(Integer.MAX_VALUE, false, true);
    PathMessage.Word good = new PathMessage.Word(1, true, true);
    byte[] report = new PathMessage.Report(unknown, bad).inner();
    for (PathMessage message :
        List.of(
            new PathMessage.Probe(7, good, 1_000),
            new PathMessage.Echo(7, good, 1_000),
            new PathMessage.Report(unknown, bad),
            new PathMessage.PassedOn(seal(other, victim, report)),
            new PathMessage.PassedOn(seal(attacker, other.publicKey(), report)),
            new PathMessage.PassedOn(new byte[PathMessage.MAX_PASSED]),
            new PathMessage.PassOn(other.publicKey(), seal(attacker, other.publicKey(), report)),
            new PathMessage.PassOn(other.publicKey(), new byte[PathMessage.MAX_PASSED]),
            new PathMessage.PassOn(victim, new byte[PathMessage.MAX_PASSED]),
            new PathMessage.LookAt(other.publicKey()),
            new PathMessage.LookAt(victim),
            new PathMessage.Reaches(true, List.of(other.publicKey(), victim)))) {
      byte[] inner = message.inner();
      packets.add(seal(attacker, victim, inner));
      packets.add(seal(attacker, victim, Arrays.copyOf(inner, inner.length / 2)));
    }
  }

  private static byte[] seal(PrivateKey sender, PublicKey recipient, byte[] inner) {
    try {
      return new Sealer(sender, new Random(SEED)).seal(recipient, inner);
    } catch (InvalidKeyException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] join(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }
}
