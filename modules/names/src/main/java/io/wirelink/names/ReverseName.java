package io.wirelink.names;

import io.wirelink.device.Cidr;
import io.wirelink.device.IpAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.xbill.DNS.Name;

/**
 * Addresses and networks as names below {@code in-addr.arpa} (RFC 1035, 3.5) and {@code ip6.arpa}
 * (RFC 3596, 2.5): a label is eight bits of an IPv4 address, and four of an IPv6 address.
 */
final class ReverseName {

  /**
   * Into how many names a network that ends within a label may fall: it has as many zones, and
   * resolvers take a limited number of them.
   */
  static final int MAX_ZONES = 16;

  private static final Name V4 = Name.fromConstantString("in-addr.arpa.");
  private static final Name V6 = Name.fromConstantString("ip6.arpa.");

  private static final int HEX = 16;

  private ReverseName() {}

  /** How many bits a label stands for. */
  static int labelBits(IpAddress.Family family) {
    return family == IpAddress.Family.V4 ? Byte.SIZE : Byte.SIZE / 2;
  }

  private static Name root(IpAddress.Family family) {
    return family == IpAddress.Family.V4 ? V4 : V6;
  }

  /**
   * The name of a network whose prefix ends with a label.
   *
   * @throws IllegalArgumentException if it does not
   */
  static Name of(Cidr network) {
    IpAddress.Family family = network.address().family();
    int bits = labelBits(family);
    if (network.prefixLength() % bits != 0) {
      throw new IllegalArgumentException(network + " ends within a label");
    }
    byte[] bytes = network.address().bytes();
    StringBuilder text = new StringBuilder();
    for (int label = network.prefixLength() / bits - 1; label >= 0; label--) {
      if (family == IpAddress.Family.V4) {
        text.append(bytes[label] & 0xff);
      } else {
        int both = bytes[label / 2] & 0xff;
        text.append(Character.forDigit(label % 2 == 0 ? both >>> 4 : both & 0xf, HEX));
      }
      text.append('.');
    }
    return Name.fromConstantString(text.append(root(family)).toString());
  }

  /** The network that a name stands for; empty if it is none of an address. */
  static Optional<Cidr> parse(Name name) {
    for (IpAddress.Family family : IpAddress.Family.values()) {
      if (name.subdomain(root(family))) {
        return parse(name, family);
      }
    }
    return Optional.empty();
  }

  private static Optional<Cidr> parse(Name name, IpAddress.Family family) {
    int labels = name.labels() - root(family).labels();
    int bits = labelBits(family);
    if (labels * bits > family.bits()) {
      return Optional.empty();
    }
    byte[] address = new byte[family.bits() / Byte.SIZE];
    for (int i = 0; i < labels; i++) {
      String label = name.getLabelString(labels - 1 - i);
      int value = family == IpAddress.Family.V4 ? octet(label) : nibble(label);
      if (value < 0) {
        return Optional.empty();
      }
      int at = i * bits / Byte.SIZE;
      address[at] |= (byte) (value << (bits == Byte.SIZE || i % 2 == 1 ? 0 : bits));
    }
    return Optional.of(new Cidr(IpAddress.ofBytes(address), labels * bits));
  }

  /** An octet as its only name has it, without zeros before it; -1 for anything else. */
  private static int octet(String label) {
    if (!label.matches("0|[1-9][0-9]{0,2}")) {
      return -1;
    }
    int value = Integer.parseInt(label);
    return value > 0xff ? -1 : value;
  }

  private static int nibble(String label) {
    return label.matches("[0-9a-fA-F]") ? Character.digit(label.charAt(0), HEX) : -1;
  }

  /**
   * The networks that end with a label and make up this one; none if there were more than {@link
   * #MAX_ZONES}.
   */
  static List<Cidr> zones(Cidr network) {
    Cidr whole = network.masked();
    IpAddress.Family family = whole.address().family();
    int bits = labelBits(family);
    int length = (whole.prefixLength() + bits - 1) / bits * bits;
    int count = 1 << (length - whole.prefixLength());
    if (count > MAX_ZONES || length == 0) {
      return List.of();
    }
    List<Cidr> zones = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte[] bytes = whole.address().bytes();
      bytes[(length - 1) / Byte.SIZE] |= (byte) (i << (length % Byte.SIZE));
      zones.add(new Cidr(IpAddress.ofBytes(bytes), length));
    }
    return zones;
  }
}
