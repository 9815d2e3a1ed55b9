package io.wirelink.portmap;

import io.wirelink.device.Endpoint;
import io.wirelink.device.IpAddress;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * UPnP with one gateway: it is looked for, describes itself, says its address outside, and is told
 * to map a port. What is known of it is used again until it does not answer.
 */
final class UpnpDialogue implements Dialogue {

  /** What was asked last. */
  private enum Stage {
    SEARCH,
    DESCRIPTION,
    ADDRESS,
    MAPPING,
    ENTRY,
    ADDRESS_AGAIN,
    DELETION
  }

  /** A search is answered within a second (its MX), and a small server takes its time as well. */
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(2);

  /** How many ports are tried, where others have them. */
  private static final int MAX_CONFLICTS = 4;

  /** Each so many checks the address outside is asked for after the mapping. */
  private static final int ADDRESS_EVERY = 4;

  private final Gateway gateway;
  private final UpnpCalls calls;
  private final int port;
  private final IntSupplier numbers;
  private Purpose purpose = Purpose.MAP;
  private Stage stage = Stage.SEARCH;
  private int exchange;
  private UpnpCodec.@Nullable Place location;
  private List<UpnpCodec.Service> services = List.of();
  private int turn;
  private boolean searched;
  private @Nullable IpAddress external;
  private int externalPort;
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
  UpnpDialogue(Gateway gateway, int port, IntSupplier numbers) {
    this.gateway = gateway;
    this.port = port;
    calls = new UpnpCalls(gateway, port);
    this.numbers = numbers;
    externalPort = port;
  }

  @Override
  public MappingProtocol protocol() {
    return MappingProtocol.UPNP;
  }

  @Override
  public int port() {
    return UpnpCodec.SEARCH_PORT;
  }

  @Override
  public long leastPatienceNanos() {
    return PATIENCE_NANOS;
  }

  @Override
  public List<MapperAction> begin(Purpose purpose) {
    this.purpose = purpose;
    searched = false;
    conflicts = 0;
    if (!services.isEmpty()) {
      return goOn();
    }
    return purpose == Purpose.GIVE_BACK ? List.of() : search();
  }

  private List<MapperAction> search() {
    stage = Stage.SEARCH;
    searched = true;
    services = List.of();
    return List.of(searchAt(gateway.address()));
  }

  private MapperAction searchAt(IpAddress address) {
    return new MapperAction.Search(
        gateway, new Endpoint(address, UpnpCodec.SEARCH_PORT), UpnpCodec.search());
  }

  /** Who does not answer when it is spoken to may do so when all are. */
  @Override
  public List<MapperAction> again() {
    return stage == Stage.SEARCH
        ? List.of(searchAt(gateway.address()), searchAt(UpnpCodec.SEARCH_GROUP))
        : List.of();
  }

  @Override
  public Outcome heard(MapperEvent.FromGateway event, long nowNanos)
      throws MalformedAnswerException {
    return switch (event) {
      case MapperEvent.Received received -> found(received.packet());
      case MapperEvent.Answered(Gateway from, int number, HttpResponse response) ->
          number == exchange ? answered(response) : new Outcome.Nothing();
      case MapperEvent.Unanswered(Gateway from, int number) ->
          number == exchange ? failed() : new Outcome.Nothing();
    };
  }

  private Outcome found(byte[] packet) throws MalformedAnswerException {
    if (stage != Stage.SEARCH) {
      return new Outcome.Nothing();
    }
    UpnpCodec.Place place = UpnpCodec.location(packet, gateway.address());
    location = place;
    stage = Stage.DESCRIPTION;
    return new Outcome.More(ask(place.port(), UpnpCodec.get(place, gateway.address())));
  }

  private List<MapperAction> ask(int serverPort, byte[] request) {
    exchange = numbers.getAsInt();
    return List.of(new MapperAction.Ask(gateway, exchange, serverPort, request));
  }

  private List<MapperAction> call(Stage next, Function<UpnpCodec.Service, byte[]> request) {
    stage = next;
    UpnpCodec.Service service = services.get(turn);
    return ask(service.control().port(), request.apply(service));
  }

  private Outcome answered(HttpResponse response) {
    try {
      return switch (stage) {
        case SEARCH -> new Outcome.Nothing();
        case DESCRIPTION -> described(response);
        case ADDRESS -> address(UpnpCalls.addressIn(response), response);
        case MAPPING -> mapped(UpnpCodec.result(response, "NewReservedPort"));
        case ENTRY -> entry(response);
        case ADDRESS_AGAIN -> addressAgain(UpnpCalls.addressIn(response));
        case DELETION -> new Outcome.Settled();
      };
    } catch (MalformedAnswerException e) {
      return failed();
    }
  }

  /** What it said of itself before may not be so any more, after a restart say. */
  private Outcome failed() {
    boolean foundNow = searched;
    services = List.of();
    if (purpose == Purpose.GIVE_BACK) {
      return new Outcome.Settled();
    }
    if (!foundNow) {
      return new Outcome.More(search());
    }
    return purpose == Purpose.MAP ? new Outcome.Refused(Obstacle.REFUSED) : new Outcome.Nothing();
  }

  private Outcome described(HttpResponse response) throws MalformedAnswerException {
    UpnpCodec.Place from = location;
    if (from == null) {
      return new Outcome.Nothing();
    }
    services = UpnpCodec.services(response, from, gateway.address());
    turn = 0;
    anyPort = true;
    return new Outcome.More(goOn());
  }

  /** Asks for what is wanted, of a gateway that is known. */
  private List<MapperAction> goOn() {
    return switch (purpose) {
      case MAP -> call(Stage.ADDRESS, calls::address);
      case CHECK -> call(Stage.ENTRY, service -> calls.entry(service, externalPort));
      case GIVE_BACK -> call(Stage.DELETION, service -> calls.delete(service, externalPort));
    };
  }

  private Outcome address(Optional<IpAddress> address, HttpResponse response)
      throws MalformedAnswerException {
    if (address.isPresent()) {
      external = address.get();
      return new Outcome.More(map());
    }
    if (turn + 1 < services.size()) {
      // An uplink that is not there.
      turn++;
      anyPort = true;
      return new Outcome.More(goOn());
    }
    turn = 0;
    Obstacle why = UpnpCalls.obstacle(UpnpCodec.result(response).error());
    return new Outcome.Refused(why == Obstacle.NOT_ALLOWED ? why : Obstacle.NO_EXTERNAL_ADDRESS);
  }

  private boolean choosesPort() {
    return anyPort && services.get(turn).choosesPort();
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
        if (++conflicts < MAX_CONFLICTS) {
          externalPort = otherPort();
          return new Outcome.More(map());
        }
      }
      default -> {}
    }
    externalPort = port;
    return new Outcome.Refused(UpnpCalls.obstacle(result.error()));
  }

  /** One of the dynamic ports (RFC 6335, 6), which another host would hardly hit upon as well. */
  private int otherPort() {
    return 49152 + Math.floorMod(31 * gateway.local().hashCode() + 7919 * conflicts + port, 16384);
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
    return new Outcome.Granted(
        new Endpoint(address, externalPort),
        permanent ? MapperTiming.MAX_LIFETIME_SECONDS : MapperTiming.LIFETIME_SECONDS);
  }

  private Outcome entry(HttpResponse response) throws MalformedAnswerException {
    if (calls.isLost(response)) {
      return new Outcome.Lost();
    }
    checks++;
    return checks % ADDRESS_EVERY == 0
        ? new Outcome.More(call(Stage.ADDRESS_AGAIN, calls::address))
        : new Outcome.Settled();
  }

  private Outcome addressAgain(Optional<IpAddress> address) {
    return address.filter(each -> each.equals(external)).isPresent()
        ? new Outcome.Settled()
        : new Outcome.Lost();
  }
}
