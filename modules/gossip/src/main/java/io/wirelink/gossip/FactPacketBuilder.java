package io.wirelink.gossip;

import io.wirelink.device.PublicKey;
import io.wirelink.fact.CompactCodec;
import io.wirelink.fact.FactCodec;
import io.wirelink.fact.TimedFact;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Fills packets to one peer with facts, one after the other. */
final class FactPacketBuilder {

  /** Packets to one peer in one turn; more at once would keep others waiting. */
  static final int MAX_PACKETS = 4;

  private final PublicKey sender;
  private final boolean compact;
  private final int capacity;
  private final List<List<TimedFact>> contents = new ArrayList<>();
  private int lastLength;

  FactPacketBuilder(PublicKey sender, Understanding understanding) {
    this.sender = sender;
    this.compact = understanding.compact();
    this.capacity = Sealer.MAX_INNER - (understanding.renewal() ? Renewal.MAX_DIGEST_LENGTH : 0);
  }

  /** The packets as they are now. */
  List<FactPacket> packets(PublicKey recipient) {
    return contents.stream()
        .map(facts -> new FactPacket(recipient, List.of(), compact, facts))
        .toList();
  }

  /** Whether there was room for the fact, in the last packet or in a new one. */
  boolean add(TimedFact fact) {
    if (contents.isEmpty() || lastLength + length(contents.getLast().getLast(), fact) > capacity) {
      if (contents.size() == MAX_PACKETS) {
        return false;
      }
      contents.add(new ArrayList<>());
      lastLength = (compact ? CompactCodec.emptyLength() : 0) + length(null, fact);
    } else {
      lastLength += length(contents.getLast().getLast(), fact);
    }
    contents.getLast().add(fact);
    return true;
  }

  /** Whether there is a packet, and it has room for one more fact, which is then its first. */
  boolean addInFrontIfRoom(TimedFact fact) {
    int length = length(null, fact);
    if (contents.isEmpty() || lastLength + length > capacity) {
      return false;
    }
    contents.getLast().addFirst(fact);
    lastLength += length;
    return true;
  }

  private int length(@Nullable TimedFact before, TimedFact fact) {
    return compact ? CompactCodec.addedLength(sender, before, fact) : FactCodec.encodedLength(fact);
  }
}
