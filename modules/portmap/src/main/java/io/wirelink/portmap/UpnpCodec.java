package io.wirelink.portmap;

import io.wirelink.device.Endpoint;
import io.wirelink.device.IpAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is said to a UPnP Internet Gateway Device of version 1 or 2, and what it says: how it is
 * found (UPnP Device Architecture 1.1, 1.3), how it describes itself (2.3), and how it is told what
 * to do (3.2).
 */
final class UpnpCodec {

  /** Where devices listen for searches. */
  static final int SEARCH_PORT = 1900;

  private static final IpAddress GROUP_V4 = IpAddress.parse("239.255.255.250");

  /** That of the link. */
  private static final IpAddress GROUP_V6 = IpAddress.parse("ff02::c");

  /** An answer to a search is a datagram of a few hundred bytes. */
  static final int MAX_SEARCH_ANSWER_BYTES = 2048;

  private static final String GATEWAY = "urn:schemas-upnp-org:device:InternetGatewayDevice:1";
  private static final String SERVICE = "urn:schemas-upnp-org:service:";

  /** Longer ones are of nobody who means well. */
  private static final int MAX_PATH = 512;

  /** A host with two uplinks has two; more are not asked. */
  private static final int MAX_SERVICES = 4;

  private UpnpCodec() {}

  /**
   * Something on the gateway's server.
   *
   * @param port the server's TCP port, 1 to 65535
   * @param path what to ask it for, beginning with a slash
   */
  record Place(int port, String path) {}

  /**
   * A service of a gateway.
   *
   * @param type its type with its version
   * @param control where it is told what to do
   */
  record Service(String type, Place control) {
    /** Whether it may choose another port outside itself. */
    boolean choosesPort() {
      return type.endsWith(":2");
    }
  }

  /** The group that devices are in. */
  static IpAddress group(IpAddress.Family family) {
    return family == IpAddress.Family.V4 ? GROUP_V4 : GROUP_V6;
  }

  /** Looks for gateways of a group; the answers may take a second. */
  static byte[] search(IpAddress group) {
    return ("M-SEARCH * HTTP/1.1\r\n"
            + "HOST: "
            + new Endpoint(group, SEARCH_PORT)
            + "\r\n"
            + "MAN: \"ssdp:discover\"\r\n"
            + "MX: 1\r\n"
            + "ST: "
            + GATEWAY
            + "\r\n\r\n")
        .getBytes(StandardCharsets.US_ASCII);
  }

  /**
   * Where a gateway that answers a search describes itself.
   *
   * @param gateway the address of the gateway: what is elsewhere is not looked at
   * @throws MalformedAnswerException if this is no answer of a gateway, or leads elsewhere
   */
  static Place location(byte[] answer, IpAddress gateway) throws MalformedAnswerException {
    if (answer.length > MAX_SEARCH_ANSWER_BYTES) {
      throw new MalformedAnswerException("an answer to a search is too long");
    }
    HttpResponse head =
        HttpResponse.head(new String(answer, StandardCharsets.ISO_8859_1).stripTrailing());
    if (head.status() != 200
        || !head.headers()
            .getOrDefault("st", "")
            .startsWith(GATEWAY.substring(0, GATEWAY.length() - 1))) {
      throw new MalformedAnswerException("this is no answer of a gateway");
    }
    return place(head.headers().getOrDefault("location", ""), gateway);
  }

  private static Place place(String url, IpAddress gateway) throws MalformedAnswerException {
    try {
      URI uri = URI.create(url);
      String host = uri.getHost();
      if (!"http".equalsIgnoreCase(uri.getScheme()) || host == null) {
        throw new MalformedAnswerException("a place is not on the gateway");
      }
      boolean there = isThere(IpAddress.parse(host.replaceAll("[\\[\\]]|%.*", "")), gateway);
      int port = uri.getPort() == -1 ? 80 : uri.getPort();
      if (!there || port < 1 || port > 65535) {
        throw new MalformedAnswerException("a place is not on the gateway");
      }
      String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
      return new Place(port, checked(uri.getRawPath() + query));
    } catch (IllegalArgumentException e) {
      throw new MalformedAnswerException("a place is no URL with an address");
    }
  }

  /**
   * A gateway of IPv6 is known by its address on the link, and speaks of another one. That does no
   * harm: whatever it says, what is asked is itself.
   */
  private static boolean isThere(IpAddress host, IpAddress gateway) {
    return host.equals(gateway)
        || (gateway.isLinkLocal() && host.family() == IpAddress.Family.V6 && !host.isIpv4Mapped());
  }

  private static String checked(String path) throws MalformedAnswerException {
    String absolute = path.startsWith("/") ? path : "/" + path;
    if (absolute.length() > MAX_PATH || !absolute.matches("[!-~]+")) {
      throw new MalformedAnswerException("a path is too long, or none");
    }
    return absolute;
  }

  /** Asks for the description. */
  static byte[] get(Place place, IpAddress gateway) {
    return ("GET " + place.path + " HTTP/1.1\r\n" + common(place, gateway) + "\r\n")
        .getBytes(StandardCharsets.US_ASCII);
  }

  private static String common(Place place, IpAddress gateway) {
    return "Host: " + new Endpoint(gateway, place.port) + "\r\nConnection: close\r\n";
  }

  /**
   * The services of a gateway that are of use, the best first.
   *
   * @param from where the description was
   * @param types which are, the best first, such as {@code WANIPConnection:1}
   * @throws MalformedAnswerException if it is none, or has no such service on the gateway itself
   */
  static List<Service> services(
      HttpResponse description, Place from, IpAddress gateway, List<String> types)
      throws MalformedAnswerException {
    if (description.status() != 200) {
      // A redirection leads elsewhere.
      throw new MalformedAnswerException("there is no description");
    }
    XmlElement root = XmlReader.read(description.body());
    Place base = base(root, from, gateway);
    List<Service> services = new ArrayList<>();
    for (XmlElement each : root.all("service").toList()) {
      String type = each.first("serviceType").orElse("");
      Optional<String> control = each.first("controlURL").filter(url -> !url.isEmpty());
      if (rank(type, types) < types.size()
          && control.isPresent()
          && services.size() < MAX_SERVICES) {
        services.add(new Service(type, resolved(control.get(), base, gateway)));
      }
    }
    if (services.isEmpty()) {
      throw new MalformedAnswerException("the gateway has no such service");
    }
    services.sort(Comparator.comparingInt(service -> rank(service.type, types)));
    return services;
  }

  private static int rank(String type, List<String> types) {
    int rank = type.startsWith(SERVICE) ? types.indexOf(type.substring(SERVICE.length())) : -1;
    return rank < 0 ? types.size() : rank;
  }

  /** A description of version 1.0 may say what its URLs are relative to. */
  private static Place base(XmlElement root, Place from, IpAddress gateway)
      throws MalformedAnswerException {
    String base = root.first("URLBase").orElse("");
    return base.isEmpty() ? from : place(base, gateway);
  }

  private static Place resolved(String url, Place base, IpAddress gateway)
      throws MalformedAnswerException {
    if (url.matches("[a-zA-Z][a-zA-Z0-9+.-]*:.*") || url.startsWith("//")) {
      return place(url, gateway);
    }
    String folder = base.path.replaceAll("\\?.*", "").replaceAll("[^/]*$", "");
    return new Place(base.port, checked(url.startsWith("/") ? url : folder + url));
  }

  /**
   * Tells a service to do something.
   *
   * @param arguments names and values by turns, in the order that the service has them in
   */
  static byte[] call(Service service, IpAddress gateway, String action, String... arguments) {
    StringBuilder inner = new StringBuilder();
    for (int i = 0; i < arguments.length; i += 2) {
      String name = arguments[i];
      inner.append("<%s>%s</%s>".formatted(name, arguments[i + 1], name));
    }
    String body =
        "<?xml version=\"1.0\"?>\r\n"
            + "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\""
            + " s:encodingStyle=\"http://schemas.xmlsoap.org/soap/encoding/\"><s:Body>"
            + "<u:%1$s xmlns:u=\"%2$s\">%3$s</u:%1$s></s:Body></s:Envelope>\r\n"
                .formatted(action, service.type, inner);
    return ("POST "
            + service.control.path
            + " HTTP/1.1\r\n"
            + common(service.control, gateway)
            + "Content-Type: text/xml; charset=\"utf-8\"\r\n"
            + "SOAPAction: \"%s#%s\"\r\n".formatted(service.type, action)
            + "Content-Length: %d\r\n\r\n".formatted(body.length())
            + body)
        .getBytes(StandardCharsets.US_ASCII);
  }

  /**
   * What came of it.
   *
   * @param error 0 if it was done, else why not, as the service numbers it
   * @param values what was said, by name
   */
  record Result(int error, Map<String, String> values) {
    /** The value of this name; empty if there is none. */
    String value(String name) {
      return values.getOrDefault(name, "");
    }
  }

  /**
   * Reads what came of it.
   *
   * @param names the values that are wanted
   * @throws MalformedAnswerException if this is no such answer
   */
  static Result result(HttpResponse response, String... names) throws MalformedAnswerException {
    if (response.status() != 200 && response.status() != 500) {
      throw new MalformedAnswerException("the service says " + response.status());
    }
    XmlElement root = XmlReader.read(response.body());
    if (response.status() == 500) {
      String code = root.first("errorCode").orElse("");
      if (!code.matches("[1-9][0-9]{0,5}")) {
        throw new MalformedAnswerException("the service refuses without a reason");
      }
      return new Result(Integer.parseInt(code), Map.of());
    }
    Map<String, String> values = new HashMap<>();
    for (String name : names) {
      root.first(name).ifPresent(value -> values.put(name, value));
    }
    return new Result(0, Map.copyOf(values));
  }
}
