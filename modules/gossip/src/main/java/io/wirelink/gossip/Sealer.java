package io.wirelink.gossip;

import io.wirelink.device.PrivateKey;
import io.wirelink.device.PublicKey;
import io.wirelink.fact.MalformedFactException;
import io.wirelink.fact.Uvarint;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.security.InvalidKeyException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/**
 * Seals groups of facts into packets and opens packets again (docs/protocol.md, "A packet").
 *
 * <p>A packet is authenticated by XChaCha20-Poly1305 with nothing to encrypt: the facts are its
 * additional data. The key is X25519 of the two agents' keys, which never changes and is computed
 * once for each peer.
 *
 * <p>Not safe for use by several threads at once: ciphers and keys are kept between packets.
 */
public final class Sealer {

  /**
   * The longest packet that is sent, as UDP payload in bytes (docs/protocol.md). With the headers
   * of IPv6 and UDP it stays within the 1280 bytes that every IPv6 link carries (RFC 8200, 5).
   */
  public static final int MAX_PACKET = 1212;

  /** The most bytes of inner facts in a packet: what is left when a TTL takes its three bytes. */
  public static final int MAX_INNER = 1136;

  /** The longest packet that is opened, in bytes: twice what facts take (docs/protocol.md). */
  public static final int MAX_RECEIVED = 2 * MAX_PACKET;

  /**
   * How many peers' keys are kept, the least recently used giving way: more peers than an agent is
   * made for, in less than a megabyte. Of more than these each packet would cost a key.
   */
  static final int MAX_KEYS = 4096;

  private static final byte SIGNED_GROUP = 'S';
  private static final int MAX_TTL_SECONDS = 0xffff;
  private static final int NONCE_LENGTH = XChaCha20Poly1305.NONCE_LENGTH;
  private static final int TAG_LENGTH = XChaCha20Poly1305.TAG_LENGTH;

  /** Attribute, a TTL of 0, sender, nonce and tag. */
  static final int HEADER_LENGTH = 1 + 1 + PublicKey.LENGTH + NONCE_LENGTH + TAG_LENGTH;

  /**
   * The most inner bytes of a packet that is as large as the tunnel carries: what its recipient
   * still opens.
   */
  public static final int MAX_LARGE_INNER = MAX_RECEIVED - HEADER_LENGTH;

  private final PrivateKey ownKey;
  private final PublicKey ownPublicKey;
  private final RandomGenerator random;
  private final SequencedMap<PublicKey, byte[]> sharedKeys = new LinkedHashMap<>(16, 0.75f, true);
  private final XChaCha20Poly1305 authentication = new XChaCha20Poly1305();

  /**
   * Seals and opens for the owner of a key.
   *
   * @param random gives the nonces; it must be cryptographically strong
   */
  public Sealer(PrivateKey ownKey, RandomGenerator random) {
    this.ownKey = ownKey;
    this.ownPublicKey = ownKey.publicKey();
    this.random = random;
  }

  /**
   * Makes a packet of inner facts that only the recipient can open.
   *
   * @param inner the concatenated facts, at most {@link #MAX_INNER} bytes
   * @throws InvalidKeyException if the recipient's key is one of the few that X25519 cannot be done
   *     with; no peer ever answers to such a key
   * @throws IllegalArgumentException if there are too many inner bytes
   */
  public byte[] seal(PublicKey recipient, byte[] inner) throws InvalidKeyException {
    return seal(recipient, inner, MAX_INNER);
  }

  /**
   * Makes a packet that may be larger than one of facts, to see whether the path carries it.
   *
   * @param inner at most {@link #MAX_LARGE_INNER} bytes
   * @throws InvalidKeyException as above
   * @throws IllegalArgumentException if there are too many inner bytes
   */
  public byte[] sealLarge(PublicKey recipient, byte[] inner) throws InvalidKeyException {
    return seal(recipient, inner, MAX_LARGE_INNER);
  }

  /** How many inner bytes a packet has that is sent as so many bytes of UDP payload. */
  public static int innerLength(int payload) {
    return Math.clamp(payload - HEADER_LENGTH, 0, MAX_LARGE_INNER);
  }

  private byte[] seal(PublicKey recipient, byte[] inner, int most) throws InvalidKeyException {
    if (inner.length > most) {
      throw new IllegalArgumentException(
          "a packet has at most " + most + " inner bytes, not " + inner.length);
    }
    byte[] nonce = new byte[NONCE_LENGTH];
    random.nextBytes(nonce);
    byte[] packet = new byte[HEADER_LENGTH + inner.length];
    ByteBuffer header = ByteBuffer.wrap(packet).put(SIGNED_GROUP).put((byte) 0);
    ownPublicKey.write(header);
    header.put(nonce).put(authentication.tag(sharedKey(recipient), nonce, inner)).put(inner);
    return packet;
  }

  /** Opens a packet from any sender. */
  public Opened open(byte[] packet) {
    return open(packet, sender -> true);
  }

  /**
   * Opens a packet.
   *
   * @param expected whether the packet may be from the sender that it names; asked before anything
   *     is computed, so that strangers cost next to nothing
   */
  public Opened open(byte[] packet, Predicate<PublicKey> expected) {
    if (packet.length > MAX_RECEIVED) {
      return new Opened.Rejected(Opened.Reason.TOO_LARGE);
    }
    try {
      return open(ByteBuffer.wrap(packet), expected);
    } catch (BufferUnderflowException e) {
      return new Opened.Rejected(Opened.Reason.TRUNCATED);
    } catch (MalformedFactException e) {
      return new Opened.Rejected(Opened.Reason.BAD_TTL);
    } catch (InvalidKeyException e) {
      return new Opened.Rejected(Opened.Reason.UNUSABLE_KEY);
    }
  }

  private Opened open(ByteBuffer packet, Predicate<PublicKey> expected)
      throws MalformedFactException, InvalidKeyException {
    if (packet.get() != SIGNED_GROUP) {
      return new Opened.Rejected(Opened.Reason.NOT_A_GROUP);
    }
    if (Long.compareUnsigned(Uvarint.read(packet), MAX_TTL_SECONDS) > 0) {
      return new Opened.Rejected(Opened.Reason.BAD_TTL);
    }
    PublicKey sender = PublicKey.read(packet);
    byte[] nonce = take(packet, NONCE_LENGTH);
    byte[] tag = take(packet, TAG_LENGTH);
    byte[] inner = take(packet, packet.remaining());
    if (!expected.test(sender)) {
      return new Opened.Rejected(Opened.Reason.UNEXPECTED_SENDER);
    }
    return authentication.verifies(sharedKey(sender), nonce, inner, tag)
        ? new Opened.Accepted(sender, inner)
        : new Opened.Rejected(Opened.Reason.BAD_TAG);
  }

  /** Forgets the keys that are shared with others than these peers. */
  public void retain(Collection<PublicKey> peers) {
    sharedKeys.keySet().retainAll(peers);
  }

  /** How many peers' keys are kept. */
  int knownKeys() {
    return sharedKeys.size();
  }

  private byte[] sharedKey(PublicKey peer) throws InvalidKeyException {
    byte[] known = sharedKeys.get(peer);
    if (known != null) {
      return known;
    }
    byte[] computed = ownKey.sharedSecret(peer);
    sharedKeys.put(peer, computed);
    if (sharedKeys.size() > MAX_KEYS) {
      sharedKeys.pollFirstEntry();
    }
    return computed;
  }

  private static byte[] take(ByteBuffer packet, int length) {
    byte[] taken = new byte[length];
    packet.get(taken);
    return taken;
  }
}
