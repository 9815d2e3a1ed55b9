package io.wirelink.simulation;

import java.util.ArrayDeque;

/** The packets that wait for a session with a peer. */
final class StagedPackets {

  /** How many wait; the oldest gives way ({@code MAX_STAGED_PACKETS}). */
  static final int MAX = 128;

  private final ArrayDeque<InnerPacket> packets = new ArrayDeque<>();

  void add(InnerPacket packet) {
    if (packets.size() == MAX) {
      packets.removeFirst();
    }
    packets.addLast(packet);
  }

  boolean isEmpty() {
    return packets.isEmpty();
  }

  /** The one that waits for longest, which waits no more; there must be one. */
  InnerPacket take() {
    return packets.removeFirst();
  }

  void clear() {
    packets.clear();
  }
}
