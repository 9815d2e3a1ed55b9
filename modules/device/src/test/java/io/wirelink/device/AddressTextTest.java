package io.wirelink.device;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

class AddressTextTest {

  private static final Pattern DOTTED_QUAD =
      Pattern.compile("(0|[1-9][0-9]{0,2})(\\.(0|[1-9][0-9]{0,2})){3}");

  /** What the JDK lets pass and RFC 4291 does not: a scope, brackets, more than four digits. */
  private static final Pattern NOT_IPV6 = Pattern.compile("[^0-9A-Fa-f:.]|[0-9A-Fa-f]{5}");

  /** Mostly groups and what stands between them, so that many of the texts are addresses. */
  @Provide
  Arbitrary<String> nearlyAddresses() {
    Arbitrary<String> group = Arbitraries.of("0", "1", "fe80", "00Ab", "10", "12345", "g", "");
    Arbitrary<String> between = Arbitraries.of(":", ":", ":", ":", "::", ".", ":::", "%");
    Arbitrary<String> end =
        Arbitraries.of(
            "", "", "1", ":", "::", "1.2.3.4", "::255.0.0.1", "1.2.3.256", "1.2.3.04", "1.2.3");
    return Arbitraries.integers()
        .between(0, 8)
        .flatMap(groups -> body(group, between, groups).flatMap(text -> end.map(text::concat)));
  }

  private static Arbitrary<String> body(
      Arbitrary<String> group, Arbitrary<String> between, int groups) {
    return group
        .flatMap(text -> between.map(text::concat))
        .list()
        .ofSize(groups)
        .map(parts -> String.join("", parts));
  }

  @Property(tries = 20_000)
  void aTextIsAnAddressIfItIsAStrictOneToTheJdk(@ForAll("nearlyAddresses") String text) {
    assertEquals(strict(text), parsed(text), text);
  }

  @Property
  void whatIsAroundThePartDoesNotMatter(@ForAll("addresses") IpAddress address) {
    String text = address.toString();
    assertEquals(address, AddressText.parse("1:" + text + ".2", 2, 2 + text.length()));
  }

  @Provide
  Arbitrary<IpAddress> addresses() {
    return Values.addresses();
  }

  private static @Nullable IpAddress parsed(String text) {
    try {
      return AddressText.parse(text, 0, text.length());
    } catch (IllegalArgumentException e) {
      assertEquals("\"" + text + "\" is not an IPv4 or IPv6 address", e.getMessage());
      return null;
    }
  }

  private static @Nullable IpAddress strict(String text) {
    int colon = text.lastIndexOf(':');
    boolean dotted = colon < 0 || text.indexOf('.', colon) >= 0;
    if ((dotted && !DOTTED_QUAD.matcher(text.substring(colon + 1)).matches())
        || NOT_IPV6.matcher(text).find()) {
      return null;
    }
    try {
      if (colon < 0) {
        return IpAddress.of(Inet4Address.ofLiteral(text));
      }
      // The JDK turns an IPv4-mapped literal into an IPv4 address.
      InetAddress jdk = Inet6Address.ofLiteral(text);
      return jdk instanceof Inet4Address mapped
          ? new IpAddress(IpAddress.Family.V6, 0, 0xffff_0000_0000L | IpAddress.of(mapped).low())
          : IpAddress.of(jdk);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
