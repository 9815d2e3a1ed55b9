package io.wirelink.portmap;

import io.wirelink.device.Endpoint;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The UPnP of a gateway, which does what the standards say unless it is told not to. */
final class FakeIgd {

  /** What it has mapped: by the port outside, to whom. */
  final Map<Integer, String> mappings = new LinkedHashMap<>();

  /** The pinholes that it has: by number, to whom. */
  final Map<Integer, String> pinholes = new LinkedHashMap<>();

  /** The actions that it was told, in order. */
  final List<String> actions = new ArrayList<>();

  /** Errors for actions, instead of doing them. */
  final Map<String, Integer> errors = new LinkedHashMap<>();

  String external = "203.0.113.7";
  int version = 1;
  int port = 5000;
  int status = 200;
  boolean answersAlone = true;
  boolean silent;
  boolean onlyPermanent;
  String location = "http://192.168.1.1:5000/root.xml";
  String control = "/control";
  String base = "";
  Endpoint answersFrom = Endpoint.parse("192.168.1.1:1900");

  /** What it answers to a search. */
  byte[] found() {
    return ("HTTP/1.1 200 OK\r\nCACHE-CONTROL: max-age=120\r\n"
            + "ST: urn:schemas-upnp-org:device:InternetGatewayDevice:1\r\n"
            + "Location: "
            + location
            + "\r\n\r\n")
        .getBytes(StandardCharsets.US_ASCII);
  }

  /** What its server answers to a request; empty for nothing. */
  Optional<HttpResponse> answer(byte[] request) {
    String text = new String(request, StandardCharsets.US_ASCII);
    if (text.startsWith("GET ")) {
      return Optional.of(response(status, description()));
    }
    Matcher action = Pattern.compile("SOAPAction: \"[^#]*#(\\w+)\"").matcher(text);
    return action.find() ? Optional.of(told(action.group(1), text)) : Optional.empty();
  }

  String description() {
    return """
        <?xml version="1.0"?>
        <root xmlns="urn:schemas-upnp-org:device-1-0">%s<device><deviceList><device>
          <serviceList>
            <service><serviceType>urn:schemas-upnp-org:service:WANCommonInterfaceConfig:1</serviceType>
              <controlURL>/other</controlURL></service>
            <service><serviceType>urn:schemas-upnp-org:service:WANIPConnection:%d</serviceType>
              <controlURL>%s</controlURL></service>
            <service><serviceType>urn:schemas-upnp-org:service:WANIPv6FirewallControl:1</serviceType>
              <controlURL>/firewall</controlURL></service>
          </serviceList>
        </device></deviceList></device></root>
        """
        .formatted(base, version, control);
  }

  private HttpResponse told(String action, String request) {
    actions.add(action);
    Integer error = errors.get(action);
    if (error != null) {
      return refusal(error);
    }
    int externalPort = value(request, "NewExternalPort").map(Integer::parseInt).orElse(0);
    return switch (action) {
      case "GetExternalIPAddress" ->
          done(action, "<NewExternalIPAddress>" + external + "</NewExternalIPAddress>");
      case "AddPortMapping", "AddAnyPortMapping" -> map(action, request, externalPort);
      case "GetSpecificPortMappingEntry" -> entry(action, externalPort);
      case "DeletePortMapping" -> {
        mappings.remove(externalPort);
        yield done(action, "");
      }
      case "AddPinhole" -> {
        int id = pinholes.size() + 7;
        pinholes.put(id, pinhole(request));
        yield done(action, "<UniqueID>" + id + "</UniqueID>");
      }
      case "UpdatePinhole", "GetPinholePackets" ->
          pinholes.containsKey(id(request)) ? done(action, "") : refusal(704);
      case "DeletePinhole" ->
          pinholes.remove(id(request)) == null ? refusal(704) : done(action, "");
      default -> refusal(401);
    };
  }

  private static int id(String request) {
    return value(request, "UniqueID").map(Integer::parseInt).orElse(0);
  }

  private static String pinhole(String request) {
    return "["
        + value(request, "InternalClient").orElse("")
        + "]:"
        + value(request, "InternalPort").orElse("")
        + "/"
        + value(request, "Protocol").orElse("");
  }

  private HttpResponse map(String action, String request, int externalPort) {
    if (onlyPermanent && !value(request, "NewLeaseDuration").orElse("").equals("0")) {
      return refusal(725);
    }
    String to =
        value(request, "NewInternalClient").orElse("")
            + ":"
            + value(request, "NewInternalPort").orElse("");
    int chosen = externalPort;
    boolean any = action.equals("AddAnyPortMapping");
    while (mappings.containsKey(chosen) && !mappings.get(chosen).equals(to)) {
      if (!any) {
        return refusal(718);
      }
      chosen++;
    }
    mappings.put(chosen, to);
    return done(action, any ? "<NewReservedPort>" + chosen + "</NewReservedPort>" : "");
  }

  private HttpResponse entry(String action, int externalPort) {
    String to = mappings.get(externalPort);
    if (to == null) {
      return refusal(714);
    }
    return done(
        action,
        "<NewInternalPort>%s</NewInternalPort><NewInternalClient>%s</NewInternalClient>"
            .formatted(to.replaceAll(".*:", ""), to.replaceAll(":.*", "")));
  }

  private static Optional<String> value(String request, String name) {
    Matcher matcher = Pattern.compile("<%1$s>([^<]*)</%1$s>".formatted(name)).matcher(request);
    return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  private static HttpResponse done(String action, String values) {
    return response(
        200,
        "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body>"
            + "<u:%1$sResponse>%2$s</u:%1$sResponse></s:Body></s:Envelope>"
                .formatted(action, values));
  }

  private static HttpResponse refusal(int error) {
    return response(
        500,
        "<s:Envelope><s:Body><s:Fault><detail><UPnPError><errorCode>"
            + error
            + "</errorCode></UPnPError></detail></s:Fault></s:Body></s:Envelope>");
  }

  private static HttpResponse response(int status, String body) {
    return new HttpResponse(status, Map.of(), body.getBytes(StandardCharsets.UTF_8));
  }
}
