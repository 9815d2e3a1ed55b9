package io.wirelink.portmap;

import io.wirelink.device.IpAddress;
import java.nio.ByteBuffer;

/** The packets of NAT-PMP (RFC 6886) that a client needs, as bytes. */
final class NatPmpCodec {

  /** Where gateways listen (RFC 6886, 3.1). */
  static final int PORT = 5351;

  /** What a gateway says when it does what it is asked (RFC 6886, 3.5). */
  static final int SUCCESS = 0;

  private static final int VERSION = 0;
  private static final int ADDRESS = 0;
  private static final int MAP_UDP = 1;
  private static final int RESPONSE = 0x80;
  private static final int REFUSAL_BYTES = 8;
  private static final int ADDRESS_BYTES = 12;
  private static final int MAP_BYTES = 16;

  private NatPmpCodec() {}

  /** What a gateway says. */
  sealed interface Answer {

    /** Its clock, in seconds: 0 to 2^32 - 1. */
    long epochSeconds();

    /**
     * Its address outside.
     *
     * @param external the address
     */
    record Address(long epochSeconds, IpAddress external) implements Answer {}

    /**
     * A mapping.
     *
     * @param internalPort the client's UDP port
     * @param externalPort the gateway's
     * @param lifetimeSeconds how long it lasts, 0 to 2^32 - 1
     */
    record Mapped(long epochSeconds, int internalPort, int externalPort, long lifetimeSeconds)
        implements Answer {}

    /**
     * That it does not do what it was asked.
     *
     * @param result why (RFC 6886, 3.5)
     */
    record Refused(long epochSeconds, int result) implements Answer {}
  }

  /** Asks for the address outside. */
  static byte[] address() {
    return new byte[] {VERSION, ADDRESS};
  }

  /**
   * Asks for a mapping, or for more time for it.
   *
   * @param internalPort this host's UDP port
   * @param suggestedPort what port of the gateway would be best
   * @param lifetimeSeconds for how long; 0 to give it back, with the port 0
   */
  static byte[] map(int internalPort, int suggestedPort, long lifetimeSeconds) {
    ByteBuffer packet = ByteBuffer.allocate(12);
    packet.put((byte) VERSION).put((byte) MAP_UDP).putShort((short) 0);
    packet.putShort((short) internalPort).putShort((short) suggestedPort);
    return packet.putInt((int) lifetimeSeconds).array();
  }

  /** Whether these bytes say of themselves that they are an answer of NAT-PMP. */
  static boolean isAnswer(byte[] packet) {
    return packet.length >= REFUSAL_BYTES && packet[0] == VERSION && (packet[1] & RESPONSE) != 0;
  }

  /**
   * Reads what a gateway says.
   *
   * @throws MalformedAnswerException if this is no answer to anything that is asked here
   */
  static Answer parse(byte[] bytes) throws MalformedAnswerException {
    if (!isAnswer(bytes)) {
      throw new MalformedAnswerException("this is no answer of NAT-PMP");
    }
    ByteBuffer packet = ByteBuffer.wrap(bytes);
    int opcode = packet.get(1) & ~RESPONSE & 0xff;
    int result = Short.toUnsignedInt(packet.getShort(2));
    long epoch = Integer.toUnsignedLong(packet.getInt(4));
    if (result != SUCCESS) {
      return new Answer.Refused(epoch, result);
    }
    if (opcode == ADDRESS && bytes.length == ADDRESS_BYTES) {
      return new Answer.Address(epoch, IpAddress.v4(packet.getInt(8)));
    }
    if (opcode == MAP_UDP && bytes.length == MAP_BYTES) {
      return new Answer.Mapped(
          epoch,
          Short.toUnsignedInt(packet.getShort(8)),
          Short.toUnsignedInt(packet.getShort(10)),
          Integer.toUnsignedLong(packet.getInt(12)));
    }
    throw new MalformedAnswerException("nobody has asked for opcode " + opcode);
  }
}
