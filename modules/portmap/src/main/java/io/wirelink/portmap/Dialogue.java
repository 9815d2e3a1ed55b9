package io.wirelink.portmap;

import io.wirelink.device.Endpoint;
import java.util.List;

/**
 * One protocol, with one gateway, about one port. It knows what to say and what the answers mean;
 * when something is said, or said again, is its caller's.
 */
interface Dialogue {

  /** What is to come of what is said. */
  enum Purpose {
    /** A mapping, or more time for the one that there is. */
    MAP,
    /** To know whether the gateway still has the mapping. */
    CHECK,
    /** That the gateway has it no more. */
    GIVE_BACK
  }

  /** What came of an answer. */
  sealed interface Outcome {

    /** Nothing: it is no answer to this, or says nothing new. */
    record Nothing() implements Outcome {}

    /**
     * More is to be asked before there is an end.
     *
     * @param actions what to do for it
     */
    record More(List<MapperAction> actions) implements Outcome {}

    /**
     * There is a mapping, by the word of the gateway.
     *
     * @param external where it is reached; not looked at yet
     * @param lifetimeSeconds how long it is there, 0 to 2^32 - 1
     */
    record Granted(Endpoint external, long lifetimeSeconds) implements Outcome {}

    /** What was asked is answered: the mapping is still there, or given back. */
    record Settled() implements Outcome {}

    /** The gateway has lost the mapping, or its address outside is another one. */
    record Lost() implements Outcome {}

    /**
     * There is no mapping.
     *
     * @param why why not
     */
    record Refused(Obstacle why) implements Outcome {}
  }

  /** The protocol. */
  MappingProtocol protocol();

  /** The UDP port of the gateway at which somebody has to listen for it. */
  int port();

  /** How long a gateway has to be given in any case; 0 if nothing is special about it. */
  default long leastPatienceNanos() {
    return 0;
  }

  /**
   * Whether a check shows the mapping itself, and not only the clock of the gateway, which may go
   * on over a restart of the program that maps ports.
   */
  default boolean checksMapping() {
    return false;
  }

  /**
   * Begins to ask for something, whatever was asked before.
   *
   * @return what to do for it; nothing if there is nothing to be asked
   */
  List<MapperAction> begin(Purpose purpose);

  /** Says again what has not been answered yet. */
  List<MapperAction> again();

  /**
   * Hears what the gateway says, at any time.
   *
   * @throws MalformedAnswerException if that cannot be understood
   */
  Outcome heard(MapperEvent.FromGateway event, long nowNanos) throws MalformedAnswerException;
}
