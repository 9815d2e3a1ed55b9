package io.wirelink.portmap;

import io.wirelink.device.Endpoint;
import java.util.List;
import java.util.function.IntSupplier;

/**
 * A gateway of IPv6 that is asked by UPnP to let packets to a port pass its firewall
 * (WANIPv6FirewallControl 1 of the UPnP Forum). Nothing is translated: outside, the port is the one
 * that it is here.
 */
final class UpnpPinhole extends UpnpDialogue {

  private static final int NO_SUCH_ENTRY = 704;
  private static final int NO_ROOM = 701;
  private static final int NOT_ALLOWED = 703;
  private static final int NOT_AUTHORIZED = 606;

  /** What was asked last. */
  private enum Stage {
    OPENING,
    EXTENSION,
    CHECK,
    CLOSING
  }

  private final int port;
  private Stage stage = Stage.OPENING;

  /** What the gateway calls the pinhole; empty if there is none. */
  private String id = "";

  /**
   * Says nothing yet.
   *
   * @param port this host's UDP port
   * @param numbers gives each question a number that no other has
   */
  UpnpPinhole(Gateway gateway, int port, IntSupplier numbers) {
    super(gateway, numbers);
    this.port = port;
  }

  @Override
  List<String> types() {
    return List.of("WANIPv6FirewallControl:1");
  }

  @Override
  boolean hasGiven() {
    return !id.isEmpty();
  }

  @Override
  List<MapperAction> tell(Purpose purpose) {
    return switch (purpose) {
      case MAP -> id.isEmpty() ? open() : extend();
      case CHECK -> call(Stage.CHECK, "GetPinholePackets", "UniqueID", id);
      case GIVE_BACK -> call(Stage.CLOSING, "DeletePinhole", "UniqueID", id);
    };
  }

  private List<MapperAction> call(Stage next, String action, String... arguments) {
    stage = next;
    return call(
        services().getFirst(),
        service -> UpnpCodec.call(service, gateway().address(), action, arguments));
  }

  private List<MapperAction> open() {
    return call(
        Stage.OPENING,
        "AddPinhole",
        "RemoteHost",
        "",
        "RemotePort",
        "0",
        "InternalClient",
        gateway().local().toString(),
        "InternalPort",
        Integer.toString(port),
        "Protocol",
        "17",
        "LeaseTime",
        Integer.toString(MapperTiming.LIFETIME_SECONDS));
  }

  private List<MapperAction> extend() {
    return call(
        Stage.EXTENSION,
        "UpdatePinhole",
        "UniqueID",
        id,
        "NewLeaseTime",
        Integer.toString(MapperTiming.LIFETIME_SECONDS));
  }

  @Override
  Outcome told(HttpResponse response) throws MalformedAnswerException {
    UpnpCodec.Result result = UpnpCodec.result(response, "UniqueID");
    return switch (stage) {
      case OPENING -> opened(result);
      case EXTENSION -> extended(result.error());
      case CHECK -> checked(result.error());
      case CLOSING -> {
        id = "";
        yield new Outcome.Settled();
      }
    };
  }

  private Outcome opened(UpnpCodec.Result result) {
    if (result.error() != 0) {
      return refused(result.error());
    }
    String given = result.value("UniqueID");
    if (!given.matches("[0-9]{1,5}")) {
      return new Outcome.Refused(Obstacle.NONSENSE);
    }
    id = given;
    return granted();
  }

  private Outcome extended(int error) {
    if (error == NO_SUCH_ENTRY) {
      id = "";
      return new Outcome.More(open());
    }
    return error == 0 ? granted() : refused(error);
  }

  private Outcome granted() {
    return new Outcome.Granted(
        new Endpoint(gateway().local(), port), MapperTiming.LIFETIME_SECONDS);
  }

  /** A gateway that does not count packets is taken at its word. */
  private Outcome checked(int error) {
    if (error == NO_SUCH_ENTRY) {
      id = "";
      return new Outcome.Lost();
    }
    return new Outcome.Settled();
  }

  private Outcome refused(int error) {
    id = "";
    return new Outcome.Refused(
        switch (error) {
          case NO_ROOM -> Obstacle.NO_ROOM;
          case NOT_ALLOWED, NOT_AUTHORIZED -> Obstacle.NOT_ALLOWED;
          default -> Obstacle.REFUSED;
        });
  }
}
