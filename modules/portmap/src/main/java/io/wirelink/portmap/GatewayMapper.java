package io.wirelink.portmap;

import io.wirelink.portmap.Dialogue.Outcome;
import io.wirelink.portmap.Dialogue.Purpose;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One gateway, which is asked for a mapping by one protocol after the other. What it gives is kept
 * and renewed, and asked for anew when it is lost; when it gives nothing, it is asked again, more
 * and more seldom.
 */
final class GatewayMapper {

  private final Gateway gateway;
  private final List<Dialogue> dialogues;

  private @Nullable Exchange exchange;
  private @Nullable Held held;

  /** When there is something to be done, as long as nothing is asked. */
  private long nextNanos;

  /** When the gateway was heard last; means something only as long as there is a mapping. */
  private long heardNanos;

  private int checks;
  private int round;
  private int turn;

  /** What was in the way in this round so far, and in the last one. */
  private Obstacle inTheWay = Obstacle.NOT_SPOKEN;

  private @Nullable Obstacle obstacle;

  private boolean leaving;

  /**
   * Asks nothing yet.
   *
   * @param dialogues at least one, in the order in which they are tried
   * @param nowNanos when the first is
   */
  GatewayMapper(Gateway gateway, List<Dialogue> dialogues, long nowNanos) {
    this.gateway = gateway;
    this.dialogues = List.copyOf(dialogues);
    nextNanos = nowNanos;
  }

  /** How it stands. */
  MappingStatus status() {
    if (held != null) {
      return new MappingStatus.Mapped(
          gateway, held.dialogue().protocol(), held.external(), held.untilNanos());
    }
    return obstacle == null
        ? new MappingStatus.Asked(gateway)
        : new MappingStatus.Unmapped(gateway, obstacle);
  }

  /** When {@link #due} has something to do; {@link Long#MAX_VALUE} if never. */
  long deadlineNanos() {
    if (exchange != null) {
      return exchange.deadlineNanos();
    }
    return leaving ? Long.MAX_VALUE : nextNanos;
  }

  /** Whether what the gateway has given was given back, as far as that can be known. */
  boolean hasLeft() {
    return leaving && exchange == null;
  }

  /** Does what is due, if anything is. */
  List<MapperAction> due(long nowNanos) {
    if (nowNanos < deadlineNanos()) {
      return List.of();
    }
    if (exchange != null) {
      return goOn(exchange, nowNanos);
    }
    if (held == null) {
      return beginRound(nowNanos);
    }
    checks++;
    boolean renew =
        nowNanos >= held.renewNanos()
            || (checks % MapperTiming.MAP_EVERY == 0 && !held.dialogue().checksMapping());
    return ask(held.dialogue(), renew ? Purpose.MAP : Purpose.CHECK, nowNanos);
  }

  private List<MapperAction> goOn(Exchange under, long nowNanos) {
    if (nowNanos < under.endNanos()) {
      exchange = under.saidAgain(nowNanos);
      return under.dialogue().again();
    }
    exchange = null;
    if (leaving) {
      return List.of();
    }
    if (held == null) {
      return nextProtocol(Obstacle.NO_ANSWER, nowNanos);
    }
    return unanswered(held, nowNanos);
  }

  /** The gateway says nothing about the mapping that it has given: it may be starting. */
  private List<MapperAction> unanswered(Held has, long nowNanos) {
    if (nowNanos - heardNanos >= MapperTiming.SILENCE_NANOS || nowNanos >= has.untilNanos()) {
      held = null;
      return beginRound(nowNanos);
    }
    nextNanos = nowNanos + MapperTiming.CHECK_AGAIN_NANOS;
    return List.of();
  }

  private List<MapperAction> beginRound(long nowNanos) {
    turn = 0;
    inTheWay = Obstacle.NOT_SPOKEN;
    return ask(dialogues.getFirst(), Purpose.MAP, nowNanos);
  }

  private List<MapperAction> nextProtocol(Obstacle why, long nowNanos) {
    if (why.compareTo(inTheWay) > 0) {
      inTheWay = why;
    }
    turn++;
    if (turn < dialogues.size()) {
      return ask(dialogues.get(turn), Purpose.MAP, nowNanos);
    }
    obstacle = inTheWay;
    nextNanos = nowNanos + MapperTiming.rest(round);
    round++;
    return List.of();
  }

  private List<MapperAction> ask(Dialogue dialogue, Purpose purpose, long nowNanos) {
    expect(dialogue, purpose, nowNanos);
    return dialogue.begin(purpose);
  }

  private void expect(Dialogue dialogue, Purpose purpose, long nowNanos) {
    long patience =
        switch (purpose) {
          case MAP ->
              held == null ? MapperTiming.patience(round) : MapperTiming.CHECK_PATIENCE_NANOS;
          case CHECK -> MapperTiming.CHECK_PATIENCE_NANOS;
          case GIVE_BACK -> MapperTiming.GIVE_BACK_NANOS;
        };
    long least = purpose == Purpose.GIVE_BACK ? 0 : dialogue.leastPatienceNanos();
    exchange = Exchange.begun(dialogue, purpose, nowNanos, Math.max(patience, least));
  }

  /**
   * Hears what came from the gateway.
   *
   * @return what is to be done then; nothing, if it makes no sense
   */
  List<MapperAction> heard(MapperEvent.FromGateway event, long nowNanos) {
    Dialogue dialogue = speaking();
    if (dialogue == null) {
      return List.of();
    }
    Outcome outcome;
    try {
      outcome = dialogue.heard(event, nowNanos);
    } catch (MalformedAnswerException e) {
      return List.of();
    }
    return take(outcome, dialogue, nowNanos);
  }

  private @Nullable Dialogue speaking() {
    if (exchange != null) {
      return exchange.dialogue();
    }
    return held == null ? null : held.dialogue();
  }

  private List<MapperAction> take(Outcome outcome, Dialogue dialogue, long nowNanos) {
    Purpose purpose = exchange == null ? null : exchange.purpose();
    switch (outcome) {
      case Outcome.Nothing() -> {
        return List.of();
      }
      case Outcome.More(List<MapperAction> actions) -> {
        if (purpose == null) {
          return List.of();
        }
        expect(dialogue, purpose, nowNanos);
        return actions;
      }
      case Outcome.Granted granted -> {
        return granted(granted, dialogue, nowNanos);
      }
      case Outcome.Settled() -> settled(nowNanos);
      case Outcome.Lost() -> {
        return lost(purpose, dialogue, nowNanos);
      }
      case Outcome.Refused(Obstacle why) -> {
        if (purpose == Purpose.MAP) {
          return refused(why, dialogue, nowNanos);
        }
      }
    }
    return List.of();
  }

  private void settled(long nowNanos) {
    heardNanos = nowNanos;
    if (exchange != null) {
      exchange = null;
      restUntilCheck(nowNanos);
    }
  }

  private void restUntilCheck(long nowNanos) {
    nextNanos = nowNanos + MapperTiming.CHECK_NANOS;
    if (held != null) {
      nextNanos = Math.min(nextNanos, held.renewNanos());
    }
  }

  private List<MapperAction> granted(Outcome.Granted granted, Dialogue dialogue, long nowNanos) {
    if (leaving) {
      return List.of();
    }
    if (!Held.isMapping(granted, gateway.local())) {
      return refused(Obstacle.NONSENSE, dialogue, nowNanos);
    }
    exchange = null;
    held = Held.since(dialogue, granted, nowNanos);
    heardNanos = nowNanos;
    round = 0;
    obstacle = null;
    restUntilCheck(nowNanos);
    return List.of();
  }

  private List<MapperAction> lost(@Nullable Purpose purpose, Dialogue dialogue, long nowNanos) {
    if (held == null || (purpose != null && purpose != Purpose.CHECK)) {
      return List.of();
    }
    heardNanos = nowNanos;
    held = held.renewedAt(nowNanos);
    return ask(dialogue, Purpose.MAP, nowNanos);
  }

  private List<MapperAction> refused(Obstacle why, Dialogue dialogue, long nowNanos) {
    exchange = null;
    held = null;
    turn = dialogues.indexOf(dialogue);
    return nextProtocol(why, nowNanos);
  }

  /** What was sent last to this port of the gateway did not get there. */
  List<MapperAction> unreachable(int port, long nowNanos) {
    if (exchange == null || exchange.dialogue().port() != port) {
      return List.of();
    }
    Exchange under = exchange;
    exchange = new Exchange(under.dialogue(), under.purpose(), 0, nowNanos, nowNanos);
    return goOn(exchange, nowNanos);
  }

  /** Gives back what the gateway has given, or may have been about to. */
  List<MapperAction> leave(long nowNanos) {
    Dialogue dialogue = speaking();
    leaving = true;
    held = null;
    exchange = null;
    if (dialogue == null) {
      return List.of();
    }
    List<MapperAction> actions = ask(dialogue, Purpose.GIVE_BACK, nowNanos);
    exchange = actions.isEmpty() ? null : exchange;
    return actions;
  }
}
