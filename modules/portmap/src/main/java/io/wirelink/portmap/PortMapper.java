package io.wirelink.portmap;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Asks the default gateways of this host for a mapping each, as far as it is wanted; nobody else is
 * ever asked. A pure state machine: what happened and what time it is comes in, what is to be done
 * goes out.
 *
 * <p>Time is any that never goes back, in nanoseconds. That it stands still while the host sleeps
 * does no harm: the gateway's clock does not, and shows then that it is to be asked anew.
 */
final class PortMapper {

  /** Hosts have one default gateway or two, and a few addresses; more are not asked. */
  static final int MAX_GATEWAYS = 8;

  private final byte[] secret;
  private final Map<Gateway, GatewayMapper> mappers = new LinkedHashMap<>();
  private final Map<Gateway, GatewayMapper> leaving = new LinkedHashMap<>();
  private PortWish wish = PortWish.NONE;
  private int exchanges;
  private List<Gateway> gateways = List.of();
  private List<MappingStatus> told = List.of();

  /**
   * Asks nobody yet.
   *
   * @param secret what nobody else knows, and what is the same at the next start: the numbers of
   *     mappings come of it, by which a gateway sees that it is asked by whom it was before
   */
  PortMapper(byte[] secret) {
    this.secret = secret.clone();
  }

  /** Takes in what happened, and says what is to be done now. */
  List<MapperAction> step(long nowNanos, List<MapperEvent> events) {
    List<MapperAction> actions = new ArrayList<>();
    for (MapperEvent event : events) {
      actions.addAll(take(event, nowNanos));
    }
    all().forEach(mapper -> actions.addAll(mapper.due(nowNanos)));
    leaving.values().removeIf(GatewayMapper::hasLeft);
    List<MappingStatus> statuses = mappers.values().stream().map(GatewayMapper::status).toList();
    if (!isMuchAsTold(statuses)) {
      told = statuses;
      actions.add(new MapperAction.Tell(statuses));
    }
    return actions;
  }

  private boolean isMuchAsTold(List<MappingStatus> statuses) {
    return statuses.size() == told.size()
        && IntStream.range(0, told.size()).allMatch(i -> statuses.get(i).isMuchAs(told.get(i)));
  }

  /** When the next step has something to do, if nothing happens before. */
  long deadlineNanos() {
    return all().mapToLong(GatewayMapper::deadlineNanos).min().orElse(Long.MAX_VALUE);
  }

  /** Whether nothing is wanted, and all was given back, as far as that can be known. */
  boolean isAtRest() {
    return mappers.isEmpty() && leaving.isEmpty();
  }

  private Stream<GatewayMapper> all() {
    return Stream.concat(mappers.values().stream(), leaving.values().stream());
  }

  private List<MapperAction> take(MapperEvent event, long nowNanos) {
    return switch (event) {
      case MapperEvent.Wanted(PortWish other) -> want(other, nowNanos);
      case MapperEvent.GatewaysRead(List<Gateway> read) -> {
        gateways = read;
        reconcile(nowNanos);
        yield List.of();
      }
      case MapperEvent.FromGateway something -> heard(something, nowNanos);
      case MapperEvent.Unreachable(Gateway gateway, int port) ->
          of(gateway).flatMap(mapper -> mapper.unreachable(port, nowNanos).stream()).toList();
    };
  }

  private List<MapperAction> want(PortWish other, long nowNanos) {
    if (other.equals(wish)) {
      return List.of();
    }
    wish = other;
    List<MapperAction> actions = new ArrayList<>();
    mappers.forEach(
        (gateway, mapper) -> {
          actions.addAll(mapper.leave(nowNanos));
          leaving.put(gateway, mapper);
        });
    mappers.clear();
    reconcile(nowNanos);
    return actions;
  }

  /** What is not there any more cannot be given anything back. */
  private void reconcile(long nowNanos) {
    List<Gateway> wanted =
        gateways.stream()
            .distinct()
            .filter(gateway -> wish.concerns(gateway, gateways))
            .filter(gateway -> !dialogues(gateway).isEmpty())
            .limit(MAX_GATEWAYS)
            .toList();
    mappers.keySet().retainAll(wanted);
    leaving.keySet().retainAll(gateways);
    for (Gateway gateway : wanted) {
      mappers.computeIfAbsent(
          gateway, added -> new GatewayMapper(added, dialogues(added), nowNanos));
    }
  }

  private List<Dialogue> dialogues(Gateway gateway) {
    List<Dialogue> dialogues = new ArrayList<>();
    for (MappingProtocol protocol : wish.protocols()) {
      switch (protocol) {
        case PCP -> dialogues.add(new PcpDialogue(gateway, nonce(gateway), wish.port()));
        case NAT_PMP -> {
          if (gateway.isV4()) {
            dialogues.add(new NatPmpDialogue(gateway, wish.port()));
          }
        }
        case UPNP ->
            dialogues.add(
                gateway.isV4()
                    ? new UpnpMapping(gateway, wish.port(), () -> ++exchanges)
                    : new UpnpPinhole(gateway, wish.port(), () -> ++exchanges));
      }
    }
    return dialogues;
  }

  private byte[] nonce(Gateway gateway) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(secret);
      digest.update(gateway.local().bytes());
      digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, wish.port()));
      return Arrays.copyOf(digest.digest(), PcpCodec.NONCE_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    }
  }

  /** Whoever is not the gateway is not heard. */
  private List<MapperAction> heard(MapperEvent.FromGateway event, long nowNanos) {
    Gateway gateway = event.gateway();
    if (event instanceof MapperEvent.Received received
        && !received.source().address().equals(gateway.address())) {
      return List.of();
    }
    return of(gateway).flatMap(mapper -> mapper.heard(event, nowNanos).stream()).toList();
  }

  private Stream<GatewayMapper> of(Gateway gateway) {
    return Stream.of(mappers, leaving)
        .filter(map -> map.containsKey(gateway))
        .map(map -> map.get(gateway));
  }
}
