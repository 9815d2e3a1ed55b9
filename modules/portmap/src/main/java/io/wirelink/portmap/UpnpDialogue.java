package io.wirelink.portmap;

import io.wirelink.device.Endpoint;
import io.wirelink.device.IpAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * UPnP with one gateway: it is looked for, describes itself, and then a service of it is told what
 * to do. What is known of it is used again until it does not answer.
 */
abstract class UpnpDialogue implements Dialogue {

  /** A search is answered within a second (its MX), and a small server takes its time as well. */
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(2);

  /** What is waited for, as far as it is the same whatever the service does. */
  private enum Waiting {
    SEARCH,
    DESCRIPTION,
    SERVICE
  }

  private final Gateway gateway;
  private final IntSupplier numbers;
  private Purpose purpose = Purpose.MAP;
  private Waiting waiting = Waiting.SEARCH;
  private int exchange;
  private UpnpCodec.@Nullable Place location;
  private List<UpnpCodec.Service> services = List.of();
  private boolean searched;

  /**
   * Says nothing yet.
   *
   * @param numbers gives each question a number that no other has
   */
  UpnpDialogue(Gateway gateway, IntSupplier numbers) {
    this.gateway = gateway;
    this.numbers = numbers;
  }

  /** The types of the services that are of use, the best first. */
  abstract List<String> types();

  /**
   * Begins to tell a service what is wanted.
   *
   * @param purpose what; to give back only if {@link #hasGiven}
   */
  abstract List<MapperAction> tell(Purpose purpose);

  /** Whether there is something to be given back. */
  abstract boolean hasGiven();

  /**
   * Takes what the service says.
   *
   * @throws MalformedAnswerException if that makes no sense
   */
  abstract Outcome told(HttpResponse response) throws MalformedAnswerException;

  @Override
  public final MappingProtocol protocol() {
    return MappingProtocol.UPNP;
  }

  @Override
  public final int port() {
    return UpnpCodec.SEARCH_PORT;
  }

  @Override
  public final long leastPatienceNanos() {
    return PATIENCE_NANOS;
  }

  @Override
  public final boolean checksMapping() {
    return true;
  }

  /** The gateway. */
  final Gateway gateway() {
    return gateway;
  }

  /** The services that it has, the best first; at least one when they are told something. */
  final List<UpnpCodec.Service> services() {
    return services;
  }

  @Override
  public final List<MapperAction> begin(Purpose purpose) {
    this.purpose = purpose;
    searched = false;
    if (purpose == Purpose.GIVE_BACK && !(hasGiven() && !services.isEmpty())) {
      return List.of();
    }
    return services.isEmpty() ? search() : tell(purpose);
  }

  private List<MapperAction> search() {
    waiting = Waiting.SEARCH;
    searched = true;
    services = List.of();
    return List.of(searchAt(gateway.address()));
  }

  private MapperAction searchAt(IpAddress address) {
    IpAddress group = UpnpCodec.group(address.family());
    int scopeId = address.family() == IpAddress.Family.V6 ? gateway.scopeId() : 0;
    return new MapperAction.Search(
        gateway, new Endpoint(address, UpnpCodec.SEARCH_PORT, scopeId), UpnpCodec.search(group));
  }

  /** Who does not answer when it is spoken to may do so when all are. */
  @Override
  public final List<MapperAction> again() {
    IpAddress address = gateway.address();
    return waiting == Waiting.SEARCH
        ? List.of(searchAt(address), searchAt(UpnpCodec.group(address.family())))
        : List.of();
  }

  @Override
  public final Outcome heard(MapperEvent.FromGateway event, long nowNanos)
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
    if (waiting != Waiting.SEARCH) {
      return new Outcome.Nothing();
    }
    UpnpCodec.Place place = UpnpCodec.location(packet, gateway.address());
    location = place;
    waiting = Waiting.DESCRIPTION;
    return new Outcome.More(ask(place.port(), UpnpCodec.get(place, gateway.address())));
  }

  private List<MapperAction> ask(int serverPort, byte[] request) {
    exchange = numbers.getAsInt();
    return List.of(new MapperAction.Ask(gateway, exchange, serverPort, request));
  }

  /** Tells a service this. */
  final List<MapperAction> call(
      UpnpCodec.Service service, Function<UpnpCodec.Service, byte[]> request) {
    waiting = Waiting.SERVICE;
    return ask(service.control().port(), request.apply(service));
  }

  private Outcome answered(HttpResponse response) {
    try {
      return switch (waiting) {
        case SEARCH -> new Outcome.Nothing();
        case DESCRIPTION -> described(response);
        case SERVICE -> told(response);
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
    services = UpnpCodec.services(response, from, gateway.address(), types());
    return new Outcome.More(tell(purpose));
  }
}
