package io.wirelink.portmap;

import io.wirelink.device.Endpoint;
import io.wirelink.device.IpAddress;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A gateway of IPv4 that is asked by UPnP to map a port: it says its address outside first, and is
 * told to map the port then.
 */
final class UpnpMapping extends UpnpDialogue {

  /** What was asked last. */
  private enum Stage {
    ADDRESS,
    MAPPING,
    ENTRY,
    ADDRESS_AGAIN,
    DELETION
  }

  /** How many ports are tried, where others have them. */
  private static final int MAX_CONFLICTS = 4;

  /** Each so many checks the address outside is asked for after the mapping. */
  private static final int ADDRESS_EVERY = 4;

  private final UpnpCalls calls;
  private final int port;
  private Stage stage = Stage.ADDRESS;
  private int turn;
  private @Nullable IpAddress external;
  private int externalPort;

  /** Whether the gateway has given that port: what somebody else has is not to be deleted. */
  private boolean given;

  private boolean anyPort = true;
  private boolean permanent;
  private int conflicts;
  private int checks;

  /**
   * Says nothing yet.
   *
   * @param port this host's UDP port
   * @param numbers gives each question a number that no other has
   */
  UpnpMapping(Gateway gateway, int port, IntSupplier numbers) {
    super(gateway, numbers);
    this.port = port;
    calls = new UpnpCalls(gateway, port);
    externalPort = port;
  }

  @Override
  List<String> types() {
    return List.of("WANIPConnection:2", "WANIPConnection:1", "WANPPPConnection:1");
  }

  @Override
  boolean hasGiven() {
    return given;
  }

  @Override
  List<MapperAction> tell(Purpose purpose) {
    turn = Math.min(turn, services().size() - 1);
    conflicts = 0;
    anyPort = true;
    return switch (purpose) {
      case MAP -> call(Stage.ADDRESS, calls::address);
      case CHECK -> call(Stage.ENTRY, service -> calls.entry(service, externalPort));
      case GIVE_BACK -> call(Stage.DELETION, service -> calls.delete(service, externalPort));
    };
  }

  private List<MapperAction> call(Stage next, Function<UpnpCodec.Service, byte[]> request) {
    stage = next;
    return call(service(), request);
  }

  private UpnpCodec.Service service() {
    return services().get(turn);
  }

  @Override
  Outcome told(HttpResponse response) throws MalformedAnswerException {
    return switch (stage) {
      case ADDRESS -> address(UpnpCalls.addressIn(response), response);
      case MAPPING -> mapped(UpnpCodec.result(response, "NewReservedPort"));
      case ENTRY -> entry(response);
      case ADDRESS_AGAIN -> addressAgain(UpnpCalls.addressIn(response));
      case DELETION -> {
        given = false;
        yield new Outcome.Settled();
      }
    };
  }

  private Outcome address(Optional<IpAddress> address, HttpResponse response)
      throws MalformedAnswerException {
    if (address.isPresent()) {
      external = address.get();
      return new Outcome.More(map());
    }
    if (turn + 1 < services().size()) {
      // An uplink that is not there.
      turn++;
      return new Outcome.More(call(Stage.ADDRESS, calls::address));
    }
    turn = 0;
    Obstacle why = UpnpCalls.obstacle(UpnpCodec.result(response).error());
    return new Outcome.Refused(why == Obstacle.NOT_ALLOWED ? why : Obstacle.NO_EXTERNAL_ADDRESS);
  }

  private boolean choosesPort() {
    return anyPort && service().choosesPort();
  }

  private List<MapperAction> map() {
    int lifetime = permanent ? 0 : MapperTiming.LIFETIME_SECONDS;
    return call(
        Stage.MAPPING, service -> calls.map(service, externalPort, choosesPort(), lifetime));
  }

  private Outcome mapped(UpnpCodec.Result result) {
    switch (result.error()) {
      case 0 -> {
        return granted(result);
      }
      case UpnpCalls.INVALID_ACTION -> {
        if (choosesPort()) {
          anyPort = false;
          return new Outcome.More(map());
        }
      }
      case UpnpCalls.ONLY_PERMANENT -> {
        if (!permanent) {
          permanent = true;
          return new Outcome.More(map());
        }
      }
      case UpnpCalls.CONFLICT, UpnpCalls.CONFLICT_WITH_OTHERS -> {
        given = false;
        if (++conflicts < MAX_CONFLICTS) {
          externalPort = otherPort();
          return new Outcome.More(map());
        }
      }
      default -> {}
    }
    given = false;
    externalPort = port;
    return new Outcome.Refused(UpnpCalls.obstacle(result.error()));
  }

  /** One of the dynamic ports (RFC 6335, 6), which another host would hardly hit upon as well. */
  private int otherPort() {
    int chance = 31 * gateway().local().hashCode() + 7919 * conflicts + port;
    return 49152 + Math.floorMod(chance, 16384);
  }

  private Outcome granted(UpnpCodec.Result result) {
    IpAddress address = external;
    if (address == null) {
      return new Outcome.Nothing();
    }
    if (choosesPort()) {
      OptionalInt chosen = UpnpCalls.chosenPort(result);
      if (chosen.isEmpty()) {
        return new Outcome.Refused(Obstacle.NONSENSE);
      }
      externalPort = chosen.getAsInt();
    }
    given = true;
    return new Outcome.Granted(
        new Endpoint(address, externalPort),
        permanent ? MapperTiming.MAX_LIFETIME_SECONDS : MapperTiming.LIFETIME_SECONDS);
  }

  private Outcome entry(HttpResponse response) throws MalformedAnswerException {
    if (calls.isLost(response)) {
      given = false;
      return new Outcome.Lost();
    }
    checks++;
    if (checks % ADDRESS_EVERY != 0) {
      return new Outcome.Settled();
    }
    return new Outcome.More(call(Stage.ADDRESS_AGAIN, calls::address));
  }

  private Outcome addressAgain(Optional<IpAddress> address) {
    return address.filter(each -> each.equals(external)).isPresent()
        ? new Outcome.Settled()
        : new Outcome.Lost();
  }
}
