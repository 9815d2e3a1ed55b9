package io.wirelink.portmap;

import io.wirelink.device.Endpoint;
import io.wirelink.device.IpAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** PCP with one gateway (RFC 6887). */
final class PcpDialogue implements Dialogue {

  /** Any address of a family (RFC 6887, 11.1: the suggestion of a client that has none). */
  private static final IpAddress ANY_V4 = IpAddress.v4(0);

  private static final IpAddress ANY_V6 = new IpAddress(IpAddress.Family.V6, 0, 0);

  private final Gateway gateway;
  private final PcpCodec.Subject subject;
  private Endpoint suggested;
  private Purpose purpose = Purpose.MAP;
  private @Nullable Epoch epoch;

  /**
   * Says nothing yet.
   *
   * @param nonce the number of this mapping; the same after a restart, or the gateway takes the
   *     port for another's until its time is over
   * @param port this host's UDP port
   */
  PcpDialogue(Gateway gateway, byte[] nonce, int port) {
    this.gateway = gateway;
    subject = new PcpCodec.Subject(nonce, port);
    suggested = new Endpoint(any(), port);
  }

  private IpAddress any() {
    return gateway.local().family() == IpAddress.Family.V4 ? ANY_V4 : ANY_V6;
  }

  @Override
  public MappingProtocol protocol() {
    return MappingProtocol.PCP;
  }

  @Override
  public int port() {
    return PcpCodec.PORT;
  }

  @Override
  public List<MapperAction> begin(Purpose purpose) {
    this.purpose = purpose;
    return again();
  }

  @Override
  public List<MapperAction> again() {
    IpAddress local = gateway.local();
    byte[] packet =
        switch (purpose) {
          case MAP -> PcpCodec.map(local, subject, suggested, MapperTiming.LIFETIME_SECONDS);
          case CHECK -> PcpCodec.announce(local);
          case GIVE_BACK -> PcpCodec.map(local, subject, new Endpoint(any(), 0), 0);
        };
    return List.of(new MapperAction.Send(gateway, PcpCodec.PORT, packet));
  }

  @Override
  public Outcome heard(MapperEvent.FromGateway event, long nowNanos)
      throws MalformedAnswerException {
    if (!(event instanceof MapperEvent.Received received)
        || received.source().port() != PcpCodec.PORT) {
      return new Outcome.Nothing();
    }
    if (!PcpCodec.isPcp(received.packet()) && NatPmpCodec.isAnswer(received.packet())) {
      // Who speaks only that says so by its own kind of answer (RFC 6887, appendix A).
      return refused(Obstacle.NOT_SPOKEN);
    }
    PcpCodec.Answer answer = PcpCodec.parse(received.packet());
    Epoch shown = new Epoch(nowNanos, answer.epochSeconds());
    boolean goesOn = epoch == null || epoch.goesOnAs(shown);
    epoch = shown;
    return switch (answer.body()) {
      case PcpCodec.Body.Announced() -> announced(goesOn);
      case PcpCodec.Body.Mapped mapped ->
          mapped.isAbout(subject) ? mapped(answer, mapped.external()) : new Outcome.Nothing();
      case PcpCodec.Body.Unknown() -> refused(obstacle(answer.result()));
    };
  }

  /** A server that does not know how to announce says so, with its clock, which is all we want. */
  private Outcome announced(boolean goesOn) {
    if (!goesOn) {
      return new Outcome.Lost();
    }
    return purpose == Purpose.CHECK ? new Outcome.Settled() : new Outcome.Nothing();
  }

  private Outcome mapped(PcpCodec.Answer answer, Endpoint external) {
    if (answer.result() != PcpCodec.SUCCESS) {
      return purpose == Purpose.GIVE_BACK
          ? new Outcome.Settled()
          : refused(obstacle(answer.result()));
    }
    if (purpose == Purpose.GIVE_BACK) {
      // A grant may have been on its way.
      return answer.lifetimeSeconds() == 0 ? new Outcome.Settled() : new Outcome.Nothing();
    }
    suggested = external;
    return new Outcome.Granted(external, answer.lifetimeSeconds());
  }

  private Outcome refused(Obstacle why) {
    return purpose == Purpose.MAP ? new Outcome.Refused(why) : new Outcome.Nothing();
  }

  /** RFC 6887, 7.4. */
  private static Obstacle obstacle(int result) {
    return switch (result) {
      case 1, 4, 9 -> Obstacle.NOT_SPOKEN;
      case 2 -> Obstacle.NOT_ALLOWED;
      case 7 -> Obstacle.NO_EXTERNAL_ADDRESS;
      case 8, 10, 11 -> Obstacle.NO_ROOM;
      default -> Obstacle.REFUSED;
    };
  }
}
