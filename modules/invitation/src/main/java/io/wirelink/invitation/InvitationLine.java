package io.wirelink.invitation;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.wirelink.device.Cidr;
import io.wirelink.device.IpAddress;
import io.wirelink.device.PrivateKey;
import io.wirelink.device.PublicKey;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.zip.CRC32;

/**
 * The line that a newcomer is given (docs/protocol.md, "The line"). Whoever has it may come in its
 * place.
 *
 * @param router the router's key
 * @param oneTimeKey the key under which the router lets it in, to ask and for nothing else
 * @param expires until when, in whole seconds
 * @param port the UDP port of all agents of the mesh, 1 to 65535
 * @param name what the newcomer is to be called; UTF-8 of at most {@link #MAX_NAME} bytes
 * @param addresses the addresses meant for it, each with the length of its network
 * @param endpoints where the router may be reached, the best first
 */
public record InvitationLine(
    PublicKey router,
    PrivateKey oneTimeKey,
    Instant expires,
    int port,
    String name,
    List<Cidr> addresses,
    List<RouterEndpoint> endpoints) {

  /** What every line begins with; another version has another number. */
  public static final String PREFIX = "wl1-";

  /** The bytes that a name has at most: as many as a label of a host name (RFC 1035, 2.3.4). */
  public static final int MAX_NAME = 63;

  /** One of each family, and as many again: more makes a line that nobody copies. */
  public static final int MAX_ADDRESSES = 4;

  /** The same of endpoints. */
  public static final int MAX_ENDPOINTS = 4;

  private static final int CHECKSUM = Integer.BYTES;
  private static final int MAX_BYTES = 2048;

  /** Where an address would have its length. */
  private static final int NAMED = 0;

  /**
   * Keeps copies of the lists.
   *
   * @throws IllegalArgumentException if there are too many, too few, or a value is out of range
   */
  public InvitationLine {
    addresses = List.copyOf(addresses);
    endpoints = List.copyOf(endpoints);
    if (addresses.isEmpty() || addresses.size() > MAX_ADDRESSES) {
      throw new IllegalArgumentException(addresses.size() + " addresses");
    }
    if (endpoints.isEmpty() || endpoints.size() > MAX_ENDPOINTS) {
      throw new IllegalArgumentException(endpoints.size() + " endpoints");
    }
    if (port < 1 || port > 0xffff || name.getBytes(UTF_8).length > MAX_NAME) {
      throw new IllegalArgumentException("a port or a name is out of range");
    }
    if (expires.getEpochSecond() != (expires.getEpochSecond() & 0xffff_ffffL)) {
      throw new IllegalArgumentException("this is not within 136 years of 1970: " + expires);
    }
    expires = Instant.ofEpochSecond(expires.getEpochSecond());
  }

  /** The line. */
  public String text() {
    ByteBuffer buffer = ByteBuffer.allocate(MAX_BYTES).putShort((short) 0);
    router.write(buffer);
    byte[] secret = oneTimeKey.bytes();
    buffer.put(secret);
    Arrays.fill(secret, (byte) 0);
    buffer.putInt((int) expires.getEpochSecond()).putShort((short) port);
    putText(buffer, name);
    AddressBytes.writeNetworks(buffer, addresses);
    buffer.put((byte) endpoints.size());
    endpoints.forEach(each -> putEndpoint(buffer, each));
    buffer.putShort(0, (short) (buffer.position() + CHECKSUM));
    buffer.putInt(checksum(buffer.array(), buffer.position()));
    String text = PREFIX + CheckedText.write(Arrays.copyOf(buffer.array(), buffer.position()));
    Arrays.fill(buffer.array(), (byte) 0);
    return text;
  }

  private static void putText(ByteBuffer buffer, String text) {
    byte[] bytes = text.getBytes(UTF_8);
    buffer.put((byte) bytes.length).put(bytes);
  }

  private static void putEndpoint(ByteBuffer buffer, RouterEndpoint endpoint) {
    if (endpoint.isAddress()) {
      AddressBytes.write(buffer, IpAddress.parse(endpoint.host()));
    } else {
      buffer.put((byte) NAMED);
      putText(buffer, endpoint.host());
    }
    buffer.putShort((short) endpoint.port());
  }

  private static int checksum(byte[] bytes, int length) {
    CRC32 checksum = new CRC32();
    checksum.update(bytes, 0, length);
    return (int) checksum.getValue();
  }

  /**
   * Reads a line.
   *
   * @throws MalformedLineException if it is cut off, mistyped, of another version or no invitation
   */
  public static InvitationLine parse(String text) throws MalformedLineException {
    String stripped = text.strip();
    String beginning =
        stripped
            .substring(0, Math.min(PREFIX.length(), stripped.length()))
            .toLowerCase(Locale.ROOT);
    if (!beginning.equals(PREFIX)) {
      throw new MalformedLineException(
          beginning.matches("wl\\d.?")
              ? "the invitation is of another version of wirelink: it begins with "
                  + beginning
                  + " and not with "
                  + PREFIX
              : "an invitation begins with " + PREFIX);
    }
    if (stripped.length() > 4 * MAX_BYTES) {
      throw new MalformedLineException("this is too long for an invitation");
    }
    byte[] bytes = CheckedText.read(stripped.substring(PREFIX.length()));
    try {
      return read(bytes);
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      throw new MalformedLineException("what the invitation says means nothing to this version");
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  private static InvitationLine read(byte[] bytes) throws MalformedLineException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    int length = buffer.remaining() < Short.BYTES ? 0 : buffer.getShort() & 0xffff;
    if (buffer.limit() < length || length <= CHECKSUM) {
      throw new MalformedLineException("the end of the invitation is missing");
    }
    if (buffer.limit() > length) {
      throw new MalformedLineException("there is more than one invitation");
    }
    int end = length - CHECKSUM;
    if (checksum(bytes, end) != buffer.getInt(end)) {
      throw new MalformedLineException("it was mistyped in more than one place");
    }
    buffer.limit(end);
    PublicKey router = PublicKey.read(buffer);
    byte[] secret = take(buffer, PublicKey.LENGTH);
    PrivateKey oneTimeKey = PrivateKey.ofBytes(secret);
    Arrays.fill(secret, (byte) 0);
    Instant expires = Instant.ofEpochSecond(buffer.getInt() & 0xffff_ffffL);
    int port = buffer.getShort() & 0xffff;
    String name = text(buffer);
    List<Cidr> addresses = AddressBytes.readNetworks(buffer, MAX_ADDRESSES);
    List<RouterEndpoint> endpoints = new ArrayList<>();
    for (int left = buffer.get(); left > 0; left--) {
      int kind = buffer.get();
      String host = kind == NAMED ? text(buffer) : AddressBytes.read(buffer, kind).toString();
      endpoints.add(new RouterEndpoint(host, buffer.getShort() & 0xffff));
    }
    if (buffer.hasRemaining()) {
      throw new IllegalArgumentException("there is more behind it");
    }
    return new InvitationLine(router, oneTimeKey, expires, port, name, addresses, endpoints);
  }

  private static String text(ByteBuffer buffer) {
    return new String(take(buffer, buffer.get() & 0xff), UTF_8);
  }

  private static byte[] take(ByteBuffer buffer, int length) {
    byte[] bytes = new byte[length];
    buffer.get(bytes);
    return bytes;
  }

  /** Says nothing that would let anybody in. */
  @Override
  public String toString() {
    return "an invitation for " + name + " by " + router + " until " + expires;
  }
}
