package io.wirelink.portmap;

import io.wirelink.device.Endpoint;
import io.wirelink.device.IpAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * NAT-PMP with one gateway (RFC 6886). The address outside is asked for first, then the mapping: a
 * gateway is asked one thing at a time (3.1).
 */
final class NatPmpDialogue implements Dialogue {

  private final Gateway gateway;
  private final int port;
  private int suggestedPort;
  private Purpose purpose = Purpose.MAP;
  private boolean addressFirst = true;
  private @Nullable IpAddress external;
  private @Nullable Epoch epoch;

  /**
   * Says nothing yet.
   *
   * @param port this host's UDP port
   */
  NatPmpDialogue(Gateway gateway, int port) {
    this.gateway = gateway;
    this.port = port;
    suggestedPort = port;
  }

  @Override
  public MappingProtocol protocol() {
    return MappingProtocol.NAT_PMP;
  }

  @Override
  public int port() {
    return NatPmpCodec.PORT;
  }

  @Override
  public List<MapperAction> begin(Purpose purpose) {
    this.purpose = purpose;
    addressFirst = purpose != Purpose.GIVE_BACK;
    return again();
  }

  @Override
  public List<MapperAction> again() {
    byte[] packet;
    if (addressFirst) {
      packet = NatPmpCodec.address();
    } else if (purpose == Purpose.GIVE_BACK) {
      packet = NatPmpCodec.map(port, 0, 0);
    } else {
      packet = NatPmpCodec.map(port, suggestedPort, MapperTiming.LIFETIME_SECONDS);
    }
    return List.of(new MapperAction.Send(gateway, NatPmpCodec.PORT, packet));
  }

  @Override
  public Outcome heard(MapperEvent.FromGateway event, long nowNanos)
      throws MalformedAnswerException {
    if (!(event instanceof MapperEvent.Received received)
        || received.source().port() != NatPmpCodec.PORT) {
      return new Outcome.Nothing();
    }
    NatPmpCodec.Answer answer = NatPmpCodec.parse(received.packet());
    Epoch shown = new Epoch(nowNanos, answer.epochSeconds());
    boolean goesOn = epoch == null || epoch.goesOnAs(shown);
    epoch = shown;
    return switch (answer) {
      case NatPmpCodec.Answer.Address(long ignored, IpAddress address) -> address(address, goesOn);
      case NatPmpCodec.Answer.Mapped mapped -> mapped(mapped);
      case NatPmpCodec.Answer.Refused(long ignored, int result) -> refused(result);
    };
  }

  private Outcome address(IpAddress address, boolean goesOn) {
    if (purpose == Purpose.MAP && addressFirst) {
      external = address;
      addressFirst = false;
      return new Outcome.More(again());
    }
    if (!goesOn || !address.equals(external)) {
      return new Outcome.Lost();
    }
    return purpose == Purpose.CHECK ? new Outcome.Settled() : new Outcome.Nothing();
  }

  private Outcome mapped(NatPmpCodec.Answer.Mapped mapped) {
    IpAddress address = external;
    if (addressFirst || mapped.internalPort() != port) {
      return new Outcome.Nothing();
    }
    if (purpose == Purpose.GIVE_BACK) {
      return mapped.lifetimeSeconds() == 0 ? new Outcome.Settled() : new Outcome.Nothing();
    }
    if (address == null) {
      return new Outcome.Nothing();
    }
    suggestedPort = mapped.externalPort();
    return new Outcome.Granted(
        new Endpoint(address, mapped.externalPort()), mapped.lifetimeSeconds());
  }

  private Outcome refused(int result) {
    return switch (purpose) {
      case MAP -> new Outcome.Refused(obstacle(result));
      // It has no address outside any more, say: asked for a mapping, it will tell.
      case CHECK -> new Outcome.Lost();
      case GIVE_BACK -> new Outcome.Settled();
    };
  }

  /** RFC 6886, 3.5. */
  private static Obstacle obstacle(int result) {
    return switch (result) {
      case 1, 5 -> Obstacle.NOT_SPOKEN;
      case 2 -> Obstacle.NOT_ALLOWED;
      case 3 -> Obstacle.NO_EXTERNAL_ADDRESS;
      case 4 -> Obstacle.NO_ROOM;
      default -> Obstacle.REFUSED;
    };
  }
}
