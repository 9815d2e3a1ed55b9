package io.wirelink.device;

import java.util.HexFormat;

/** Reads the text forms of {@link IpAddress} in place: dotted quads, and those of RFC 4291, 2.2. */
final class AddressText {

  private static final int IPV6_GROUPS = 8;
  private static final int MAX_GROUP_DIGITS = 4;
  private static final int OCTETS = 4;
  private static final int MAX_OCTET = 255;
  private static final int MAX_OCTET_DIGITS = 3;

  private final CharSequence text;
  private final int start;
  private final int end;

  private int at;

  /** The last eight groups that were read, or all as long as there are fewer. */
  private long high;

  private long low;
  private int groups;

  /** The groups before the "::", where they belong. */
  private long headHigh;

  private long headLow;
  private boolean gap;

  private AddressText(CharSequence text, int start, int end) {
    this.text = text;
    this.start = start;
    this.end = end;
    this.at = start;
  }

  /**
   * Reads the part of the text from {@code start} to before {@code end}.
   *
   * @throws IllegalArgumentException unless that is an address
   */
  static IpAddress parse(CharSequence text, int start, int end) {
    var part = new AddressText(text, start, end);
    return TextParts.indexOf(text, ':', start, end) < 0
        ? IpAddress.v4(part.dottedQuad())
        : part.ipv6();
  }

  private IpAddress ipv6() {
    takeGap();
    while (at < end) {
      takeGroup();
      if (at < end && !takeGap()) {
        takeColon();
      }
    }
    if (gap ? groups >= IPV6_GROUPS : groups != IPV6_GROUPS) {
      throw notAnAddress();
    }
    return new IpAddress(IpAddress.Family.V6, headHigh | high, headLow | low);
  }

  /** Takes a "::", which stands for one group of zeroes or more and must be the only one. */
  private boolean takeGap() {
    if (end - at < 2 || text.charAt(at) != ':' || text.charAt(at + 1) != ':') {
      return false;
    }
    if (gap) {
      throw notAnAddress();
    }
    at += 2;
    gap = true;
    for (int i = groups; i < IPV6_GROUPS; i++) {
      shiftIn(0);
    }
    headHigh = high;
    headLow = low;
    high = 0;
    low = 0;
    return true;
  }

  /** Takes a colon between two groups. */
  private void takeColon() {
    if (text.charAt(at) != ':' || ++at == end) {
      throw notAnAddress();
    }
  }

  /** Takes one group, or the dotted quad that may stand for the last two. */
  private void takeGroup() {
    int first = at;
    int group = 0;
    while (at < end && at - first < MAX_GROUP_DIGITS && HexFormat.isHexDigit(text.charAt(at))) {
      group = group << 4 | HexFormat.fromHexDigit(text.charAt(at++));
    }
    if (at == first) {
      throw notAnAddress();
    }
    if (at < end && text.charAt(at) == '.') {
      at = first;
      int quad = dottedQuad();
      append(quad >>> 16);
      group = quad & 0xffff;
    }
    append(group);
  }

  private void append(int group) {
    if (++groups > IPV6_GROUPS) {
      throw notAnAddress();
    }
    shiftIn(group);
  }

  private void shiftIn(int group) {
    high = high << 16 | low >>> 48;
    low = low << 16 | group;
  }

  /** Four decimal numbers up to the end, without leading zeroes, which some read as octal. */
  private int dottedQuad() {
    int quad = octet();
    for (int i = 1; i < OCTETS; i++) {
      if (at == end || text.charAt(at++) != '.') {
        throw notAnAddress();
      }
      quad = quad << 8 | octet();
    }
    if (at < end) {
      throw notAnAddress();
    }
    return quad;
  }

  private int octet() {
    int first = at;
    while (at < end && text.charAt(at) != '.') {
      at++;
    }
    int octet = TextParts.digits(text, first, at, MAX_OCTET_DIGITS);
    boolean leadingZero = at - first > 1 && text.charAt(first) == '0';
    if (octet < 0 || octet > MAX_OCTET || leadingZero) {
      throw notAnAddress();
    }
    return octet;
  }

  private IllegalArgumentException notAnAddress() {
    return new IllegalArgumentException(
        "\"" + text.subSequence(start, end) + "\" is not an IPv4 or IPv6 address");
  }
}
