package io.wirelink.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostPortTest {

  @Test
  void aNameOrAnAddressIsReadWithItsPort() {
    assertEquals(new HostPort("vpn.example.org", 1), HostPort.parse("vpn.example.org:1"));
    assertEquals(new HostPort("192.0.2.1", 65535), HostPort.parse("192.0.2.1:65535"));
    assertEquals(new HostPort("2001:db8::1", 51820), HostPort.parse("[2001:db8::1]:51820"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"vpn.example.org:51820", "192.0.2.1:1", "[2001:db8::1]:51820"})
  void whatIsReadIsWrittenTheSame(String text) {
    assertEquals(text, HostPort.parse(text).toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ":",
        "a",
        "a:",
        ":1",
        " :1",
        "a:b",
        "a:0",
        "a:65536",
        "a:99999",
        "a:-1",
        "a:+1",
        "a:000001",
        "2001:db8::1:1",
        "[2001:db8::1:1",
        "[]:1",
        "a:1 ",
        "[::1]"
      })
  void anythingElseIsRefused(String text) {
    assertThrows(IllegalArgumentException.class, () -> HostPort.parse(text));
  }
}
