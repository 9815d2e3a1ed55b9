package io.wirelink.simulation;

import io.wirelink.agent.Event;
import io.wirelink.device.Cidr;
import io.wirelink.device.Endpoint;
import io.wirelink.device.IpAddress;
import io.wirelink.device.PeerState;
import io.wirelink.device.PrivateKey;
import io.wirelink.device.PublicKey;
import io.wirelink.fact.BootId;
import io.wirelink.fact.Fact;
import io.wirelink.fact.FactCodec;
import io.wirelink.fact.MalformedFactException;
import io.wirelink.fact.TimedFact;
import io.wirelink.gossip.Opened;
import io.wirelink.gossip.PathMessage;
import io.wirelink.gossip.Sealer;
import io.wirelink.gossip.Stamps;
import java.nio.ByteBuffer;
import java.security.InvalidKeyException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/**
 * A leaf as its router sees it: what it says and when, and what it answers. Of what it is told it
 * keeps nothing, so that a thousand of them cost next to nothing beside the router.
 */
final class LoadLeaf {

  private static final int TTL_SECONDS = 255;
  private static final int PORT = 51820;
  private static final int HANDSHAKE_SECONDS = 120;

  /** WireGuard answers data with a keepalive of 32 bytes when nothing else was sent for 10 s. */
  private static final long KEEPALIVE_NANOS = 10_000_000_000L;

  private static final int KEEPALIVE_BYTES = 32;

  /** How often it says that it is alive, in seconds. */
  static final int ALIVE_SECONDS = 30;

  /** Every how many of those it says its facts again. */
  private static final int FACTS_EVERY = 4;

  private final PublicKey key;
  private final PublicKey router;
  private final Sealer sealer;
  private final BootId bootId;
  private final boolean stamped;
  private final boolean reachable;
  private final List<TimedFact> facts = new ArrayList<>();
  private final Endpoint seenAt;
  private final Set<Cidr> networks;
  private int spoken;
  private int order;
  private Optional<Instant> handshake = Optional.empty();
  private long received;
  private long sent;
  private long spokeNanos;

  /**
   * One of many.
   *
   * @param number which, from 0
   * @param capabilities what it understands; 0 as an agent of the Go implementation
   */
  LoadLeaf(int number, PublicKey router, int capabilities, boolean reachable, Random random) {
    PrivateKey privateKey = PrivateKey.generate(random);
    this.router = router;
    this.reachable = reachable;
    key = privateKey.publicKey();
    sealer = new Sealer(privateKey, new Random(random.nextLong()));
    bootId =
        capabilities == 0
            ? new BootId(random.nextLong() >>> 1, random.nextLong())
            : BootId.random(capabilities, random);
    stamped = (capabilities & Stamps.CAPABILITY) != 0;
    seenAt = new Endpoint(IpAddress.v4(0xc613_0000 + number), 40_000);
    networks =
        Set.of(Cidr.host(key.linkLocalAddress()), Cidr.host(IpAddress.v4(0x0a40_0001 + number)));
    for (IpAddress address :
        List.of(
            IpAddress.v4(0xc0a8_0000 + number),
            IpAddress.v4(0xac10_0000 + number),
            new IpAddress(IpAddress.Family.V6, 0x2001_0db8_0000_0000L, number + 1))) {
      facts.add(timed(Fact.endpoint(key, new Endpoint(address, PORT))));
    }
  }

  private static TimedFact timed(Fact fact) {
    return new TimedFact(fact, TTL_SECONDS);
  }

  PublicKey key() {
    return key;
  }

  boolean isReachable() {
    return reachable;
  }

  /** What the router's device says of it. */
  PeerState state() {
    return new PeerState(key, seenAt, handshake.orElse(null), received, sent, 0, networks);
  }

  /** Says that it is alive, and its facts if it is time for that. */
  Event speaks(Instant wall, long nanos) {
    spokeNanos = nanos;
    handshake =
        handshake
            .filter(last -> last.plusSeconds(HANDSHAKE_SECONDS).isAfter(wall))
            .or(() -> Optional.of(wall));
    List<TimedFact> said = new ArrayList<>();
    said.add(timed(Fact.alive(key, bootId)));
    if (spoken++ % FACTS_EVERY == 0) {
      said.addAll(facts);
    }
    byte[] inner = FactCodec.encode(said);
    return packet(stamped ? new Stamps(1, 0, Stamps.NOTHING_HELD, 0).before(inner) : inner);
  }

  /** What its agent answers to a packet of the router. */
  Optional<Event> hears(byte[] packet, long nanos) {
    sent += packet.length;
    if (nanos - spokeNanos > KEEPALIVE_NANOS) {
      received += KEEPALIVE_BYTES;
      spokeNanos = nanos;
    }
    try {
      if (sealer.open(packet) instanceof Opened.Accepted(var sender, var inner)
          && PathMessage.in(inner).orElse(null)
              instanceof PathMessage.Probe(var id, var word, var length)) {
        return Optional.of(
            packet(
                new PathMessage.Echo(id, new PathMessage.Word(++order, true, false), length)
                    .inner()));
      }
      return Optional.empty();
    } catch (MalformedFactException e) {
      throw new AssertionError("the router sends nonsense", e);
    }
  }

  private Event packet(byte[] inner) {
    try {
      byte[] packet = sealer.sealLarge(router, inner);
      received += packet.length;
      return new Event.PacketArrived(key.linkLocalAddress(), packet);
    } catch (InvalidKeyException e) {
      throw new AssertionError(e);
    }
  }

  /** The first inner byte of a packet, which nothing hides. */
  static byte kindOf(byte[] packet) {
    return ByteBuffer.wrap(packet).get(packet.length - Sealer.innerLength(packet.length));
  }
}
