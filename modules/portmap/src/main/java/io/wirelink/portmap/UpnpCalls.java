package io.wirelink.portmap;

import io.wirelink.device.Endpoint;
import io.wirelink.device.IpAddress;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a service that maps ports is told, as WANIPConnection 1 and 2 of the UPnP Forum have it, and
 * what its answers say.
 *
 * @param gateway the gateway that it is on
 * @param port this host's UDP port
 */
record UpnpCalls(Gateway gateway, int port) {

  /** The service does not know what it was told (UPnP Device Architecture 1.1, 3.2.2). */
  static final int INVALID_ACTION = 401;

  /** There is no such mapping. */
  static final int NO_SUCH_ENTRY = 714;

  /** Somebody else has the port. */
  static final int CONFLICT = 718;

  /** It maps ports for ever or not at all. */
  static final int ONLY_PERMANENT = 725;

  /** Something other than UPnP has the port. */
  static final int CONFLICT_WITH_OTHERS = 729;

  private static final int NOT_AUTHORIZED = 606;
  private static final int NO_PORTS = 728;

  /** Asks for the address outside. */
  byte[] address(UpnpCodec.Service service) {
    return call(service, "GetExternalIPAddress");
  }

  /**
   * Tells it to map a port, or to go on with that.
   *
   * @param externalPort which one outside
   * @param any whether another one will do
   * @param lifetimeSeconds for how long; 0 for ever
   */
  byte[] map(UpnpCodec.Service service, int externalPort, boolean any, int lifetimeSeconds) {
    return call(
        service,
        any ? "AddAnyPortMapping" : "AddPortMapping",
        "NewRemoteHost",
        "",
        "NewExternalPort",
        Integer.toString(externalPort),
        "NewProtocol",
        "UDP",
        "NewInternalPort",
        Integer.toString(port),
        "NewInternalClient",
        gateway.local().toString(),
        "NewEnabled",
        "1",
        "NewPortMappingDescription",
        "wirelink",
        "NewLeaseDuration",
        Integer.toString(lifetimeSeconds));
  }

  /** Asks to whom a port outside leads. */
  byte[] entry(UpnpCodec.Service service, int externalPort) {
    return onPort(service, "GetSpecificPortMappingEntry", externalPort);
  }

  /** Tells it to let a port go. */
  byte[] delete(UpnpCodec.Service service, int externalPort) {
    return onPort(service, "DeletePortMapping", externalPort);
  }

  private byte[] onPort(UpnpCodec.Service service, String action, int externalPort) {
    return call(
        service,
        action,
        "NewRemoteHost",
        "",
        "NewExternalPort",
        Integer.toString(externalPort),
        "NewProtocol",
        "UDP");
  }

  private byte[] call(UpnpCodec.Service service, String action, String... arguments) {
    return UpnpCodec.call(service, gateway.address(), action, arguments);
  }

  /** The address outside; empty if there is none, as long as the uplink is down say. */
  static Optional<IpAddress> addressIn(HttpResponse response) throws MalformedAnswerException {
    String text = UpnpCodec.result(response, "NewExternalIPAddress").value("NewExternalIPAddress");
    try {
      return Optional.of(IpAddress.parse(text)).filter(address -> !address.isUnspecified());
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Which port the service has chosen; empty if it does not say. */
  static OptionalInt chosenPort(UpnpCodec.Result result) {
    String reserved = result.value("NewReservedPort");
    int chosen = reserved.matches("[0-9]{1,5}") ? Integer.parseInt(reserved) : 0;
    return chosen >= 1 && chosen <= Endpoint.MAX_PORT
        ? OptionalInt.of(chosen)
        : OptionalInt.empty();
  }

  /** Whether the port is not ours any more; a service that does not tell is taken at its word. */
  boolean isLost(HttpResponse response) throws MalformedAnswerException {
    UpnpCodec.Result result = UpnpCodec.result(response, "NewInternalClient", "NewInternalPort");
    boolean ours =
        result.value("NewInternalClient").equals(gateway.local().toString())
            && result.value("NewInternalPort").equals(Integer.toString(port));
    return result.error() == NO_SUCH_ENTRY || (result.error() == 0 && !ours);
  }

  /** Why there is no mapping, after this error. */
  static Obstacle obstacle(int error) {
    return switch (error) {
      case NOT_AUTHORIZED -> Obstacle.NOT_ALLOWED;
      case NO_PORTS, CONFLICT, CONFLICT_WITH_OTHERS -> Obstacle.NO_ROOM;
      default -> Obstacle.REFUSED;
    };
  }
}
