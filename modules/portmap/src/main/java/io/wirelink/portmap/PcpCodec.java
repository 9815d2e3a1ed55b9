package io.wirelink.portmap;

import io.wirelink.device.Endpoint;
import io.wirelink.device.IpAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** The packets of PCP (RFC 6887) that a client needs, as bytes. */
final class PcpCodec {

  /** Where servers listen (RFC 6887, 19.1). */
  static final int PORT = 5351;

  /** The version that this is. */
  static final int VERSION = 2;

  /** The length of the number by which a client's mapping is known. */
  static final int NONCE_BYTES = 12;

  /** What a server says in the header when it does what it is asked (RFC 6887, 7.4). */
  static final int SUCCESS = 0;

  private static final int ANNOUNCE = 0;
  private static final int MAP = 1;
  private static final int RESPONSE = 0x80;
  private static final int UDP = 17;
  private static final int HEADER_BYTES = 24;
  private static final int MAP_BYTES = HEADER_BYTES + 36;

  /** No packet is longer (RFC 6887, 7). */
  private static final int MAX_BYTES = 1100;

  private PcpCodec() {}

  /**
   * Which mapping a packet is about.
   *
   * @param nonce the client's number for it, {@link #NONCE_BYTES} long
   * @param internalPort the client's UDP port
   */
  record Subject(byte[] nonce, int internalPort) {
    private boolean is(Subject other) {
      return internalPort == other.internalPort && Arrays.equals(nonce, other.nonce);
    }
  }

  /**
   * What a server says.
   *
   * @param result 0 if it does what it was asked, else why not (RFC 6887, 7.4)
   * @param lifetimeSeconds how long that lasts, 0 to 2^32 - 1
   * @param epochSeconds its clock
   * @param body about what
   */
  record Answer(int result, long lifetimeSeconds, long epochSeconds, Body body) {}

  /** What an answer is about. */
  sealed interface Body {

    /** Of the server itself. */
    record Announced() implements Body {}

    /**
     * Of a mapping, or of the wish for one that was refused.
     *
     * @param subject which one
     * @param external where it is reached from outside; means nothing in a refusal
     */
    record Mapped(Subject subject, Endpoint external) implements Body {
      /** Whether it is about this one. */
      boolean isAbout(Subject other) {
        return subject.is(other);
      }
    }

    /** A refusal that does not say of what. */
    record Unknown() implements Body {}
  }

  /**
   * Asks for a mapping, or for more time for it.
   *
   * @param client the address that this is sent from, and that the mapping is to lead to
   * @param suggested what outside address and port would be best; the unspecified address or the
   *     port 0 if that is all the same
   * @param lifetimeSeconds for how long; 0 to give it back
   */
  static byte[] map(IpAddress client, Subject subject, Endpoint suggested, long lifetimeSeconds) {
    ByteBuffer packet = ByteBuffer.allocate(MAP_BYTES);
    putHeader(packet, MAP, client, lifetimeSeconds);
    packet.put(subject.nonce).put((byte) UDP).put(new byte[3]);
    packet.putShort((short) subject.internalPort).putShort((short) suggested.port());
    putAddress(packet, suggested.address());
    return packet.array();
  }

  /** Asks how the server's clock stands, and for nothing else (RFC 6887, 14.1). */
  static byte[] announce(IpAddress client) {
    ByteBuffer packet = ByteBuffer.allocate(HEADER_BYTES);
    putHeader(packet, ANNOUNCE, client, 0);
    return packet.array();
  }

  private static void putHeader(
      ByteBuffer packet, int opcode, IpAddress client, long lifetimeSeconds) {
    packet.put((byte) VERSION).put((byte) opcode).putShort((short) 0).putInt((int) lifetimeSeconds);
    putAddress(packet, client);
  }

  /** IPv4 addresses are IPv4-mapped ones here (RFC 6887, 5). */
  private static void putAddress(ByteBuffer packet, IpAddress address) {
    if (address.family() == IpAddress.Family.V4) {
      packet.putLong(0).putInt(0xffff);
    }
    address.write(packet);
  }

  /** Whether these bytes say of themselves that they are PCP of this version. */
  static boolean isPcp(byte[] packet) {
    return packet.length > 0 && packet[0] == VERSION;
  }

  /**
   * Reads what a server says.
   *
   * @throws MalformedAnswerException if this is no answer of this version
   */
  static Answer parse(byte[] bytes) throws MalformedAnswerException {
    if (bytes.length < HEADER_BYTES || bytes.length > MAX_BYTES || bytes.length % 4 != 0) {
      throw new MalformedAnswerException("no packet of PCP has " + bytes.length + " bytes");
    }
    ByteBuffer packet = ByteBuffer.wrap(bytes);
    int opcode = packet.get(1) & 0xff;
    if (!isPcp(bytes) || (opcode & RESPONSE) == 0) {
      throw new MalformedAnswerException("this is no answer of PCP version 2");
    }
    int result = packet.get(3) & 0xff;
    long lifetime = Integer.toUnsignedLong(packet.getInt(4));
    long epoch = Integer.toUnsignedLong(packet.getInt(8));
    return new Answer(result, lifetime, epoch, body(packet, opcode & ~RESPONSE, result));
  }

  private static Body body(ByteBuffer packet, int opcode, int result)
      throws MalformedAnswerException {
    if (opcode == ANNOUNCE) {
      return new Body.Announced();
    }
    if (opcode == MAP && packet.capacity() >= MAP_BYTES) {
      return mapped(packet.position(HEADER_BYTES));
    }
    if (result == SUCCESS) {
      throw new MalformedAnswerException("nobody has asked for opcode " + opcode);
    }
    return new Body.Unknown();
  }

  private static Body mapped(ByteBuffer packet) throws MalformedAnswerException {
    byte[] nonce = new byte[NONCE_BYTES];
    byte[] external = new byte[16];
    packet.get(nonce);
    int protocol = packet.get() & 0xff;
    packet.position(packet.position() + 3);
    int internalPort = Short.toUnsignedInt(packet.getShort());
    int externalPort = Short.toUnsignedInt(packet.getShort());
    packet.get(external);
    if (protocol != UDP) {
      throw new MalformedAnswerException("nobody has asked for protocol " + protocol);
    }
    return new Body.Mapped(
        new Subject(nonce, internalPort), new Endpoint(address(external), externalPort));
  }

  private static IpAddress address(byte[] bytes) {
    IpAddress address = IpAddress.ofBytes(bytes);
    return address.isIpv4Mapped() ? IpAddress.v4((int) address.low()) : address;
  }
}
