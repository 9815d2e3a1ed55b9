package io.wirelink.invitation;

import io.wirelink.device.Cidr;
import io.wirelink.device.IpAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Addresses as bytes: how many there are, 4 or 16, and these in network order. */
final class AddressBytes {

  /** The most bytes of a network. */
  static final int MAX_NETWORK = 1 + 16 + 1;

  private AddressBytes() {}

  static void write(ByteBuffer buffer, IpAddress address) {
    buffer.put((byte) (address.family().bits() / Byte.SIZE));
    address.write(buffer);
  }

  /**
   * Reads an address, of which the first byte was taken already.
   *
   * @throws IllegalArgumentException unless that is 4 or 16
   */
  static IpAddress read(ByteBuffer buffer, int length) {
    byte[] bytes = new byte[Math.clamp(length, 0, 16)];
    buffer.get(bytes);
    return IpAddress.ofBytes(bytes);
  }

  /** Writes how many networks there are, and these. */
  static void writeNetworks(ByteBuffer buffer, List<Cidr> networks) {
    buffer.put((byte) networks.size());
    for (Cidr each : networks) {
      write(buffer, each.address());
      buffer.put((byte) each.prefixLength());
    }
  }

  /**
   * Reads networks.
   *
   * @throws IllegalArgumentException if there are more than that, or one is none
   */
  static List<Cidr> readNetworks(ByteBuffer buffer, int most) {
    int count = buffer.get();
    if (count < 0 || count > most) {
      throw new IllegalArgumentException(count + " networks");
    }
    List<Cidr> networks = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      IpAddress address = read(buffer, buffer.get());
      networks.add(new Cidr(address, buffer.get() & 0xff));
    }
    return networks;
  }
}
