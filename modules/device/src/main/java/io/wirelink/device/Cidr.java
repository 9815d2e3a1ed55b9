package io.wirelink.device;

import org.jspecify.annotations.Nullable;

/**
 * An address with a prefix length, as in AllowedIPs and on interfaces. Bits behind the prefix are
 * kept as they came: the wire carries them, and an interface's own address needs them.
 *
 * @param address the address
 * @param prefixLength the length of the network part, 0 to 32 or 128 bits
 */
public record Cidr(IpAddress address, int prefixLength) implements Comparable<Cidr> {

  private static final int MAX_LENGTH_DIGITS = 3;

  /**
   * Checks the prefix length.
   *
   * @throws IllegalArgumentException if it is negative or longer than the address
   */
  public Cidr {
    if (prefixLength < 0 || prefixLength > address.family().bits()) {
      throw new IllegalArgumentException(
          "a prefix length of "
              + address
              + " is 0 to "
              + address.family().bits()
              + ", not "
              + prefixLength);
    }
  }

  /** The network that holds this one address only. */
  public static Cidr host(IpAddress address) {
    return new Cidr(address, address.family().bits());
  }

  /**
   * Reads {@code address/length}; an address alone stands for itself.
   *
   * @throws IllegalArgumentException if the text is neither
   */
  public static Cidr parse(String text) {
    return parse(text, 0, text.length());
  }

  /** The same of a part of a text. */
  static Cidr parse(CharSequence text, int start, int end) {
    int slash = TextParts.indexOf(text, '/', start, end);
    if (slash < 0) {
      return host(AddressText.parse(text, start, end));
    }
    int length = TextParts.digits(text, slash + 1, end, MAX_LENGTH_DIGITS);
    if (length < 0) {
      throw new IllegalArgumentException(
          "\"" + text.subSequence(start, end) + "\" is not a network such as 192.0.2.0/24");
    }
    return new Cidr(AddressText.parse(text, start, slash), length);
  }

  /** The same network with all bits behind the prefix cleared. */
  public Cidr masked() {
    if (isHost()) {
      return this;
    }
    return switch (address.family()) {
      case V4 ->
          new Cidr(IpAddress.v4((int) (address.low() & mask(prefixLength + 32))), prefixLength);
      case V6 ->
          new Cidr(
              new IpAddress(
                  IpAddress.Family.V6,
                  address.high() & mask(prefixLength),
                  address.low() & mask(prefixLength - 64)),
              prefixLength);
    };
  }

  /** The highest {@code bits} of 64 set; all for more than 64, none for less than 1. */
  private static long mask(int bits) {
    return bits <= 0 ? 0 : bits >= 64 ? -1 : -1L << (64 - bits);
  }

  /** Whether the address lies in this network; never for an address of the other family. */
  public boolean contains(IpAddress other) {
    if (other.family() != address.family()) {
      return false;
    }
    long low = other.low() ^ address.low();
    return switch (address.family()) {
      case V4 -> (low & mask(prefixLength + 32)) == 0;
      case V6 ->
          ((other.high() ^ address.high()) & mask(prefixLength)) == 0
              && (low & mask(prefixLength - 64)) == 0;
    };
  }

  /** Whether the other network is this one or a part of it. */
  public boolean contains(Cidr other) {
    return prefixLength <= other.prefixLength && contains(other.address);
  }

  /** Whether this network holds exactly one address. */
  public boolean isHost() {
    return prefixLength == address.family().bits();
  }

  /** By address, then the wider network first. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Cidr cidr
        && prefixLength == cidr.prefixLength
        && address.equals(cidr.address);
  }

  @Override
  public int hashCode() {
    return 31 * address.hashCode() + prefixLength;
  }

  @Override
  public int compareTo(Cidr other) {
    int order = address.compareTo(other.address);
    return order != 0 ? order : Integer.compare(prefixLength, other.prefixLength);
  }

  @Override
  public String toString() {
    return address + "/" + prefixLength;
  }
}
