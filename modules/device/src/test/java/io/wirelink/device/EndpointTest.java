package io.wirelink.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointTest {

  @Provide
  Arbitrary<Endpoint> endpoints() {
    return Values.endpoints();
  }

  @Property
  void aTextReadsBackAsTheSameEndpoint(@ForAll("endpoints") Endpoint endpoint) {
    assertEquals(endpoint, Endpoint.parse(endpoint.toString()));
  }

  @Test
  void aScopeIsPartOfAnIpv6Endpoint() {
    Endpoint endpoint = Endpoint.parse("[fe80::1%3]:51820");
    assertEquals(new Endpoint(IpAddress.parse("fe80::1"), 51820, 3), endpoint);
    assertEquals("[fe80::1%3]:51820", endpoint.toString());
  }

  @Test
  void anIpv4EndpointHasNoScope() {
    IpAddress address = IpAddress.parse("192.0.2.1");
    assertThrows(IllegalArgumentException.class, () -> new Endpoint(address, 51820, 1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ":",
        "192.0.2.1",
        "192.0.2.1:",
        "192.0.2.1:65536",
        "192.0.2.1:-1",
        "192.0.2.1:+1",
        "[192.0.2.1]:1",
        "192.0.2.1%1:1",
        "2001:db8::1:51820",
        "[2001:db8::1]",
        "[2001:db8::1]51820",
        "[fe80::1%]:1",
        "[fe80::1%eth0]:1",
        "[fe80::1%-1]:1",
        "[fe80::1%9999999999]:1",
        "hub.example.org:51820",
        "[[::1]]:1"
      })
  void everythingElseIsNoEndpoint(String text) {
    assertThrows(IllegalArgumentException.class, () -> Endpoint.parse(text));
  }
}
