package io.wirelink.portmap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wirelink.device.IpAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class UpnpCodecTest {

  private static final IpAddress GATEWAY = IpAddress.parse("192.168.1.1");
  private static final UpnpCodec.Place ROOT = new UpnpCodec.Place(5000, "/a/root.xml");

  private static UpnpCodec.Place location(String url) throws MalformedAnswerException {
    FakeIgd igd = new FakeIgd();
    igd.location = url;
    return UpnpCodec.location(igd.found(), GATEWAY);
  }

  @ParameterizedTest
  @CsvSource({
    "http://192.168.1.1:5000/root.xml, 5000, /root.xml",
    "http://192.168.1.1/root.xml?a=b, 80, /root.xml?a=b",
    "HTTP://192.168.1.1:1, 1, /",
  })
  void aDescriptionIsOnTheGateway(String url, int port, String path)
      throws MalformedAnswerException {
    assertEquals(new UpnpCodec.Place(port, path), location(url));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/root.xml",
        "https://192.168.1.1/root.xml",
        "ftp://192.168.1.1/root.xml",
        "http://192.168.1.2/root.xml",
        "http://192.168.1.1@192.0.2.1/root.xml",
        "http://192.0.2.1:5000/root.xml",
        "http://gateway.example/root.xml",
        "http://192.168.1.1:0/root.xml",
        "http://192.168.1.1:65536/root.xml",
        "http://192.168.1/root.xml",
        "http://192.168.1.1:5000/a b",
        "http://[::ffff:192.168.1.1]/root.xml",
      })
  void whatIsElsewhereIsNotLookedAt(String url) {
    assertThrows(MalformedAnswerException.class, () -> location(url), url);
  }

  @Test
  void whatIsNoAnswerOfAGatewayIsRefused() {
    for (String text :
        List.of(
            "NOTIFY * HTTP/1.1\r\n\r\n",
            "HTTP/1.1 200 OK\r\nST: upnp:rootdevice\r\nLOCATION: http://192.168.1.1/\r\n\r\n",
            "HTTP/1.1 404 x\r\nLOCATION: http://192.168.1.1/\r\n\r\n",
            "x".repeat(3000))) {
      assertThrows(
          MalformedAnswerException.class,
          () -> UpnpCodec.location(text.getBytes(StandardCharsets.US_ASCII), GATEWAY),
          text);
    }
  }

  private static List<UpnpCodec.Service> services(FakeIgd igd) throws MalformedAnswerException {
    return UpnpCodec.services(
        new HttpResponse(igd.status, Map.of(), igd.description().getBytes(StandardCharsets.UTF_8)),
        ROOT,
        GATEWAY,
        List.of("WANIPConnection:2", "WANIPConnection:1"));
  }

  @ParameterizedTest
  @CsvSource({
    "/control, '', 5000, /control",
    "control, '', 5000, /a/control",
    "http://192.168.1.1:81/c, '', 81, /c",
    "/control, <URLBase>http://192.168.1.1:82/b/</URLBase>, 82, /control",
    "control, <URLBase>http://192.168.1.1:82/b/</URLBase>, 82, /b/control",
  })
  void aServiceIsWhereTheDescriptionSays(String control, String base, int port, String path)
      throws MalformedAnswerException {
    FakeIgd igd = new FakeIgd();
    igd.control = control;
    igd.base = base;
    assertEquals(
        List.of(
            new UpnpCodec.Service(
                "urn:schemas-upnp-org:service:WANIPConnection:1", new UpnpCodec.Place(port, path))),
        services(igd));
  }

  @ParameterizedTest
  @CsvSource({
    "http://192.0.2.1/c, ''",
    "//192.0.2.1/c, ''",
    "/c, <URLBase>http://192.0.2.1/</URLBase>",
    "javascript:x, ''",
    "'', ''",
  })
  void aServiceElsewhereIsNotTold(String control, String base) {
    FakeIgd igd = new FakeIgd();
    igd.control = control;
    igd.base = base;
    assertThrows(MalformedAnswerException.class, () -> services(igd));
  }

  @Test
  void aRedirectionIsNotFollowed() {
    FakeIgd igd = new FakeIgd();
    igd.status = 302;
    assertThrows(MalformedAnswerException.class, () -> services(igd));
  }

  @Test
  void aCallSaysWhatIsToBeDone() {
    UpnpCodec.Service service =
        new UpnpCodec.Service(
            "urn:schemas-upnp-org:service:WANIPConnection:1", new UpnpCodec.Place(5000, "/c"));
    String text =
        new String(
            UpnpCodec.call(service, GATEWAY, "DeletePortMapping", "NewRemoteHost", "", "A", "1"),
            StandardCharsets.US_ASCII);
    assertTrue(text.startsWith("POST /c HTTP/1.1\r\nHost: 192.168.1.1:5000\r\n"), text);
    assertTrue(
        text.contains(
            "\r\nSOAPAction:"
                + " \"urn:schemas-upnp-org:service:WANIPConnection:1#DeletePortMapping\"\r\n"),
        text);
    assertTrue(
        text.contains(
            "<u:DeletePortMapping xmlns:u=\"urn:schemas-upnp-org:service:WANIPConnection:1\">"
                + "<NewRemoteHost></NewRemoteHost><A>1</A></u:DeletePortMapping>"),
        text);
    String body = text.substring(text.indexOf("\r\n\r\n") + 4);
    assertTrue(text.contains("Content-Length: " + body.length() + "\r\n"), text);
  }

  @Property(tries = 500)
  void anAnswerToASearchCutOrChangedAnywhereIsReadOrRefused(
      @ForAll @IntRange(max = 200) int place, @ForAll byte value) {
    byte[] bytes = new FakeIgd().found();
    bytes[place % bytes.length] = value;
    for (byte[] each : List.of(bytes, java.util.Arrays.copyOf(bytes, place % bytes.length))) {
      try {
        assertTrue(UpnpCodec.location(each, GATEWAY).path().startsWith("/"));
      } catch (MalformedAnswerException e) {
        assertFalse(e.getMessage().isEmpty());
      }
    }
  }
}
