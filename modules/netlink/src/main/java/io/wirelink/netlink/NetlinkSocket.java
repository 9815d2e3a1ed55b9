package io.wirelink.netlink;

import io.wirelink.netlink.bindings.Linux;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.TimeUnit;

/** A netlink socket of libmnl. It belongs to the thread of its arena, and to no other. */
final class NetlinkSocket implements Channel {

  /** The longest datagram that the kernel makes for a dump, if the reader has room for it. */
  static final int RECEIVE_BYTES = 32 * 1024;

  /** The kernel answers at once; an answer that takes longer than this was lost. */
  private static final long ANSWER_MILLIS = 5_000;

  private final ErrnoCalls calls;
  private final MemorySegment socket;
  private final MemorySegment buffer;
  private final MemorySegment option;
  private boolean closed;

  private NetlinkSocket(Arena arena, ErrnoCalls calls, MemorySegment socket) {
    this.calls = calls;
    this.socket = socket;
    buffer = arena.allocate(RECEIVE_BYTES, Long.BYTES);
    option = arena.allocate(2L * Long.BYTES, Long.BYTES);
  }

  /** Opens a socket for questions and answers. */
  static NetlinkSocket open(Arena arena, int protocol) throws NetlinkException {
    NetlinkSocket opened = open(arena, protocol, 0);
    try {
      opened.setReceiveTimeoutMillis(ANSWER_MILLIS);
      opened.askForWords();
      return opened;
    } catch (NetlinkException e) {
      opened.close();
      throw e;
    }
  }

  /** Opens a socket that also receives what is sent to these multicast groups. */
  static NetlinkSocket open(Arena arena, int protocol, int groups) throws NetlinkException {
    ErrnoCalls calls = new ErrnoCalls(arena);
    NetlinkSocket opened = new NetlinkSocket(arena, calls, calls.open(protocol));
    try {
      calls.bind(opened.socket, groups);
      return opened;
    } catch (NetlinkException e) {
      opened.close();
      throw e;
    }
  }

  /** Bounds how long {@link #receive()} waits; 0 for as long as it takes. */
  void setReceiveTimeoutMillis(long millis) throws NetlinkException {
    // struct timeval: two longs, seconds and microseconds.
    option.setAtIndex(Linux.C_LONG, 0, TimeUnit.MILLISECONDS.toSeconds(millis));
    option.setAtIndex(Linux.C_LONG, 1, TimeUnit.MILLISECONDS.toMicros(millis % 1_000));
    calls.setSocketOption(descriptor(), Linux.SO_RCVTIMEO(), option);
  }

  /** Asks for room for this many bytes of datagrams; the kernel may grant less. */
  void setReceiveBufferBytes(int bytes) throws NetlinkException {
    option.set(Linux.C_INT, 0, bytes);
    calls.setSocketOption(
        descriptor(), Linux.SO_RCVBUF(), option.asSlice(0, Linux.C_INT.byteSize()));
  }

  /** Has the kernel explain refusals, and not repeat the request in them; an old one may not. */
  private void askForWords() {
    MemorySegment on = option.asSlice(0, Linux.C_INT.byteSize());
    on.set(ValueLayout.JAVA_INT, 0, 1);
    var _ = Linux.mnl_socket_setsockopt(socket, Linux.NETLINK_EXT_ACK(), on, Integer.BYTES);
    var _ = Linux.mnl_socket_setsockopt(socket, Linux.NETLINK_CAP_ACK(), on, Integer.BYTES);
  }

  private int descriptor() {
    return Linux.mnl_socket_get_fd(socket);
  }

  /** libmnl's handle of this socket, valid until it is closed, from any thread. */
  MemorySegment handle() {
    return socket;
  }

  @Override
  public int portId() {
    return Linux.mnl_socket_get_portid(socket);
  }

  @Override
  public void send(MemorySegment datagram) throws NetlinkException {
    calls.send(socket, datagram);
  }

  @Override
  public MemorySegment receive() throws NetlinkException {
    return buffer.asSlice(0, calls.receive(socket, buffer));
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      buffer.fill((byte) 0);
      var _ = Linux.mnl_socket_close(socket);
    }
  }
}
