package io.wirelink.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.jr.ob.JSON;
import io.wirelink.agent.PortMappingMode;
import io.wirelink.agent.PortMappingView;
import io.wirelink.agent.PortMappingView.KnownMapping;
import io.wirelink.control.Members;
import io.wirelink.control.Status;
import io.wirelink.device.Endpoint;
import io.wirelink.device.IpAddress;
import io.wirelink.diagnosis.PortMappingJson;
import io.wirelink.fixtures.Views;
import io.wirelink.portmap.Gateway;
import io.wirelink.portmap.MappingProtocol;
import io.wirelink.portmap.MappingStatus;
import io.wirelink.portmap.Obstacle;
import io.wirelink.text.JsonText;
import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is said of gateways, from the view of an agent over its JSON to the line. */
class MappingTextTest {

  private static final Gateway HOME =
      new Gateway(IpAddress.parse("192.168.1.1"), 0, IpAddress.parse("192.168.1.2"));

  private static KnownMapping mapped(String external) {
    return new KnownMapping(
        new MappingStatus.Mapped(HOME, MappingProtocol.NAT_PMP, Endpoint.parse(external), 0),
        Views.NOW.plusSeconds(3601));
  }

  private static KnownMapping of(MappingStatus status) {
    return new KnownMapping(status, null);
  }

  private static Optional<String> line(KnownMapping... known) throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JsonText.factory().createGenerator(text)) {
      json.writeStartObject();
      PortMappingJson.write(json, new PortMappingView(PortMappingMode.AUTO, true, List.of(known)));
      json.writeEndObject();
    }
    Status status = Status.of(Members.of(JSON.std.mapFrom(text.toString())));
    return MappingText.of(status.mappings(), Views.NOW);
  }

  @Test
  void aMappingIsToldWithWhoGaveItAndForHowLong() throws IOException {
    assertEquals(
        Optional.of("port mapping: 203.0.113.7:4711 by NAT-PMP of 192.168.1.1, for 1h yet"),
        line(mapped("203.0.113.7:4711")));
  }

  @Test
  void anotherNatBehindTheGatewayIsToldOf() throws IOException {
    assertEquals(
        Optional.of(
            "port mapping: 100.64.0.9:4711 by NAT-PMP of 192.168.1.1, for 1h yet, which has another"
                + " NAT behind it"),
        line(mapped("100.64.0.9:4711")));
  }

  @Test
  void whoGivesNoneSaysWhy() throws IOException {
    assertEquals(
        Optional.of("port mapping: none, since 192.168.1.1 does not allow it"),
        line(of(new MappingStatus.Unmapped(HOME, Obstacle.NOT_ALLOWED))));
  }

  @Test
  void severalGatewaysShareALineAndTheSameIsSaidOnce() throws IOException {
    Gateway v6 = new Gateway(IpAddress.parse("fe80::1"), 3, IpAddress.parse("2001:db8::2"));
    Gateway v6too = new Gateway(IpAddress.parse("fe80::1"), 3, IpAddress.parse("2001:db8::3"));
    assertEquals(
        Optional.of(
            "port mapping: 203.0.113.7:4711 by NAT-PMP of 192.168.1.1, for 1h yet;"
                + " none, since fe80::1 does not answer"),
        line(
            mapped("203.0.113.7:4711"),
            of(new MappingStatus.Unmapped(v6, Obstacle.NO_ANSWER)),
            of(new MappingStatus.Unmapped(v6too, Obstacle.NO_ANSWER))));
  }

  @Test
  void whereNobodyWasAskedOrHasAnsweredThereIsNoLine() throws IOException {
    assertEquals(Optional.empty(), line());
    assertEquals(Optional.empty(), line(of(new MappingStatus.Asked(HOME))));
  }
}
