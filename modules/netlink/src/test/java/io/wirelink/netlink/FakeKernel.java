package io.wirelink.netlink;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Answers requests as a test tells it to, and remembers them. */
final class FakeKernel implements Channel.Opener {

  /** Something that comes back: a datagram, or the failure to receive one. */
  sealed interface Reply {
    record Datagram(MemorySegment bytes) implements Reply {}

    record Failure(int errno) implements Reply {}
  }

  /** Makes the replies to one request out of its sequence number. */
  interface Script {
    List<Reply> repliesTo(int sequence);
  }

  private final Deque<Script> scripts = new ArrayDeque<>();
  private final List<byte[]> requests = new ArrayList<>();
  private int open;

  /** The next request is answered with these messages in one datagram each. */
  FakeKernel answers(Script script) {
    scripts.add(script);
    return this;
  }

  /** What was asked, in order. */
  List<byte[]> requests() {
    return requests;
  }

  /** How many channels are open now. */
  int open() {
    return open;
  }

  static Reply datagram(byte[]... messages) {
    return new Reply.Datagram(MemorySegment.ofArray(Bytes.join(messages)));
  }

  static Reply failure(int errno) {
    return new Reply.Failure(errno);
  }

  @Override
  public Channel open(Arena arena, int protocol) {
    open++;
    return new FakeChannel(arena);
  }

  private final class FakeChannel implements Channel {
    private final Arena arena;
    private final Deque<Reply> replies = new ArrayDeque<>();
    private boolean closed;

    FakeChannel(Arena arena) {
      this.arena = arena;
    }

    @Override
    public int portId() {
      return 1;
    }

    @Override
    public void send(MemorySegment datagram) {
      byte[] bytes = datagram.toArray(ValueLayout.JAVA_BYTE);
      requests.add(bytes);
      int sequence = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder()).getInt(8);
      replies.addAll(scripts.remove().repliesTo(sequence));
    }

    @Override
    public MemorySegment receive() throws NetlinkException {
      return switch (replies.remove()) {
        case Reply.Datagram(MemorySegment bytes) ->
            Bytes.inNativeMemory(arena, bytes.toArray(ValueLayout.JAVA_BYTE));
        case Reply.Failure failure -> throw new NetlinkException(failure.errno(), "recv");
      };
    }

    @Override
    public void close() {
      if (!closed) {
        closed = true;
        open--;
      }
    }
  }
}
