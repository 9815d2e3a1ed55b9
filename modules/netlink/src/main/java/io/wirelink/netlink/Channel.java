package io.wirelink.netlink;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Carries netlink datagrams to the kernel and back: a socket, or a fake of the kernel in tests. */
interface Channel extends AutoCloseable {

  /** Opens channels. */
  interface Opener {
    /**
     * Opens a channel for the thread that owns the arena, and takes its memory from there.
     *
     * @param protocol a netlink family such as {@code NETLINK_ROUTE}
     */
    Channel open(Arena arena, int protocol) throws NetlinkException;
  }

  /** The address of this end, which the kernel repeats in what it sends here. */
  int portId();

  /** Sends one datagram. */
  void send(MemorySegment datagram) throws NetlinkException;

  /** Waits for the next datagram; it is valid until the next call. */
  MemorySegment receive() throws NetlinkException;

  /** Closes the channel and clears its memory, which may have held a key. Idempotent. */
  @Override
  void close();
}
