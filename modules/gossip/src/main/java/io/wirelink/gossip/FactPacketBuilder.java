package io.wirelink.gossip;

import io.wirelink.fact.FactCodec;
import io.wirelink.fact.TimedFact;
import java.util.ArrayList;
import java.util.List;

/** Fills packets with facts, one after the other. */
final class FactPacketBuilder {

  /** Packets to one peer in one turn; more at once would keep others waiting. */
  static final int MAX_PACKETS = 4;

  private final List<List<TimedFact>> contents = new ArrayList<>();
  private int lastLength;

  List<List<TimedFact>> contents() {
    return contents;
  }

  /** Whether there was room for the fact, in the last packet or in a new one. */
  boolean add(TimedFact fact) {
    int length = FactCodec.encodedLength(fact);
    if (contents.isEmpty() || lastLength + length > Sealer.MAX_INNER) {
      if (contents.size() == MAX_PACKETS) {
        return false;
      }
      contents.add(new ArrayList<>());
      lastLength = 0;
    }
    contents.getLast().add(fact);
    lastLength += length;
    return true;
  }

  /** Whether there is a packet, and it has room for one more fact, which is then its first. */
  boolean addInFrontIfRoom(TimedFact fact) {
    int length = FactCodec.encodedLength(fact);
    if (contents.isEmpty() || lastLength + length > Sealer.MAX_INNER) {
      return false;
    }
    contents.getLast().addFirst(fact);
    lastLength += length;
    return true;
  }
}
