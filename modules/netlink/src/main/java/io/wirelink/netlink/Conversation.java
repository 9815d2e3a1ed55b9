package io.wirelink.netlink;

import io.wirelink.netlink.bindings.Linux;
import java.lang.foreign.Arena;
import java.util.function.Supplier;

/**
 * Asks the kernel and hears the whole answer. It owns its channel and all native memory, and
 * belongs to the thread that opened it; opening one costs a few system calls, so that each
 * operation has its own and nothing is shared or left over.
 */
final class Conversation implements AutoCloseable {

  /**
   * How often a request is made again: a dump that changed while it was read ({@code
   * NLM_F_DUMP_INTR}), and whatever the kernel had no buffers for ({@code ENOBUFS}). Each time
   * takes less than a millisecond: who still has no luck then is told so.
   */
  static final int ATTEMPTS = 16;

  private final Channel.Opener opener;
  private final int protocol;

  private final Arena arena;
  private Arena channelArena;
  private Channel channel;
  private int sequence;

  @SuppressWarnings("MustBeClosedChecker") // Both arenas are closed with the conversation.
  private Conversation(Channel.Opener opener, int protocol) throws NetlinkException {
    this.opener = opener;
    this.protocol = protocol;
    channelArena = Arena.ofConfined();
    channel = openIn(channelArena);
    arena = Arena.ofConfined();
  }

  private Channel openIn(Arena memory) throws NetlinkException {
    try {
      return opener.open(memory, protocol);
    } catch (NetlinkException | RuntimeException | Error e) {
      memory.close();
      throw e;
    }
  }

  /** Opens a channel of this protocol, such as {@code NETLINK_ROUTE}. */
  static Conversation open(Channel.Opener opener, int protocol) throws NetlinkException {
    return new Conversation(opener, protocol);
  }

  /** Where requests of this conversation are built. */
  Arena arena() {
    return arena;
  }

  /** What an answer is collected into. */
  interface Collector<T> extends Message.Reader {
    /** What the messages so far amount to. */
    T result() throws NetlinkException;
  }

  /**
   * Sends a request and collects the whole answer; once more from the start, if what it shows
   * changed meanwhile. The answer ends with an acknowledgement if the request carries {@code
   * NLM_F_ACK} or {@code NLM_F_DUMP}; otherwise it is one message.
   *
   * @param fresh makes an empty collector for each attempt
   * @throws NetlinkException if the kernel refuses, or an answer is malformed or missing
   */
  <T> T ask(Request request, Supplier<? extends Collector<T>> fresh) throws NetlinkException {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Collector<T> collector = fresh.get();
      if (exchange(request, collector)) {
        return collector.result();
      }
    }
    throw new NetlinkException(Linux.EINTR(), ATTEMPTS + " attempts");
  }

  /**
   * Sends a request that carries {@code NLM_F_ACK} and has no answer but that. It may arrive twice,
   * if the first acknowledgement was lost.
   *
   * @throws NetlinkException if the kernel refuses
   */
  void tell(Request request) throws NetlinkException {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      if (exchange(request, message -> {})) {
        return;
      }
    }
    throw new NetlinkException(Linux.ENOBUFS(), ATTEMPTS + " attempts");
  }

  /** Whether the answer is whole, and shows one state and not two halves of different ones. */
  private boolean exchange(Request request, Message.Reader reader) throws NetlinkException {
    request.number(++sequence);
    Answer answer = new Answer(reader, isAcknowledged(request));
    try {
      channel.send(request.message());
      while (!answer.complete) {
        Message.readAll(channel.receive(), answer);
      }
    } catch (NetlinkException e) {
      if (e.errno() != Linux.ENOBUFS()) {
        throw e;
      }
      reopen();
      return false;
    }
    return !answer.interrupted;
  }

  private static boolean isAcknowledged(Request request) {
    return request.has(Linux.NLM_F_ACK()) || request.has(Linux.NLM_F_DUMP());
  }

  /**
   * Begins anew after something was lost. That may have been the end of a dump, so the old channel
   * is not listened to any more; and while the dump lasts, it takes no other ({@code EBUSY}).
   */
  @SuppressWarnings("MustBeClosedChecker") // Closed with the conversation, like the first.
  private void reopen() throws NetlinkException {
    Arena memory = Arena.ofConfined();
    Channel anew = openIn(memory);
    closeChannel();
    channelArena = memory;
    channel = anew;
  }

  private void closeChannel() {
    channel.close();
    channelArena.close();
  }

  /** Sorts the messages that come in while an answer is awaited. */
  private final class Answer implements Message.Reader {
    private final Message.Reader reader;
    private final boolean acknowledged;
    private boolean complete;
    private boolean interrupted;

    Answer(Message.Reader reader, boolean acknowledged) {
      this.reader = reader;
      this.acknowledged = acknowledged;
    }

    @Override
    public void read(Message message) throws NetlinkException {
      if (complete || !message.answers(sequence, channel.portId())) {
        return;
      }
      interrupted |= message.has(Linux.NLM_F_DUMP_INTR());
      int type = message.type();
      if (type == Linux.NLMSG_ERROR()) {
        message.requireSuccess();
        complete = true;
      } else if (type == Linux.NLMSG_DONE()) {
        message.requireComplete();
        complete = true;
      } else if (type >= Linux.NLMSG_MIN_TYPE()) {
        reader.read(message);
        complete = !acknowledged;
      }
    }
  }

  @Override
  public void close() {
    closeChannel();
    arena.close();
  }
}
