package io.wirelink.control;

import java.io.IOException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves the clients of an agent's control socket on a thread of its own. Whatever they do, it
 * costs the agent no more than {@link ControlLimits} say.
 */
public final class ControlServer implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ControlServer.class);

  /** How long no client is accepted after one could not be, for lack of file descriptors say. */
  private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** How long an answer that is being made may keep the server from ending. */
  private static final long END_MILLIS = 500;

  /** Makes answers. */
  @FunctionalInterface
  public interface Answers {
    /**
     * Answers a request.
     *
     * @param request a line without its end, which may be anything
     * @throws InterruptedException if the server is being closed
     */
    Reply answer(String request) throws InterruptedException;
  }

  /**
   * What a client gets.
   *
   * @param line the answer, with its end
   * @param stream begins what comes after it, without an end; null for nothing
   */
  public record Reply(byte[] line, @Nullable Supplier<ControlStream> stream) {}

  private final ControlSocket socket;
  private final ControlSocket.Bound bound;
  private final ControlLimits limits;
  private final Answers answers;
  private final Selector selector;
  private final ControlClients clients;
  private final SelectionKey accepting;
  private final Thread thread;
  private long pausedUntilNanos;
  private boolean paused;
  private volatile boolean closed;

  private ControlServer(
      ControlSocket socket, ControlSocket.Bound bound, ControlLimits limits, Answers answers)
      throws IOException {
    this.socket = socket;
    this.bound = bound;
    this.limits = limits;
    this.answers = answers;
    this.selector = Selector.open();
    this.clients = new ControlClients(selector, limits);
    ServerSocketChannel channel = bound.channel();
    channel.configureBlocking(false);
    this.accepting = channel.register(selector, SelectionKey.OP_ACCEPT);
    this.thread = new Thread(this::serve, "control");
    thread.setDaemon(true);
  }

  /**
   * Makes the socket and begins to serve.
   *
   * @throws ControlFailure if another agent has the socket, or it cannot be made
   */
  public static ControlServer open(ControlSocket socket, ControlLimits limits, Answers answers) {
    ControlSocket.Bound bound = socket.bind();
    try {
      ControlServer server = new ControlServer(socket, bound, limits, answers);
      server.thread.start();
      return server;
    } catch (IOException e) {
      throw new ControlFailure(
          ControlFailure.Kind.FAILED, "cannot serve the control socket: " + e.getMessage());
    }
  }

  private void serve() {
    try {
      while (!closed) {
        selector.select(waitMillis());
        round(System.nanoTime());
      }
    } catch (InterruptedException | ClosedSelectorException e) {
      // The end.
    } catch (IOException e) {
      log.warn("The control socket is not served any more: {}", e.getMessage());
    }
  }

  /** How long there is nothing to do unless a client does something; 0 for no end. */
  private long waitMillis() {
    long now = System.nanoTime();
    long wait = paused ? pausedUntilNanos - now : Long.MAX_VALUE;
    for (ControlConnection client : clients.all()) {
      if (!client.isWatching()) {
        wait = Math.min(wait, client.deadlineNanos() - now);
      }
    }
    return wait == Long.MAX_VALUE ? 0 : 1 + Math.max(0, TimeUnit.NANOSECONDS.toMillis(wait));
  }

  private void round(long now) throws InterruptedException {
    for (SelectionKey key : List.copyOf(selector.selectedKeys())) {
      if (key.equals(accepting)) {
        accept(now);
      } else if (key.isValid()) {
        move(key, now);
      }
    }
    selector.selectedKeys().clear();
    if (paused && now >= pausedUntilNanos) {
      paused = false;
      accepting.interestOps(SelectionKey.OP_ACCEPT);
    }
    for (SelectionKey key : clients.keys()) {
      serve(key, now);
    }
  }

  private void accept(long now) {
    try {
      SocketChannel channel = bound.channel().accept();
      if (channel == null) {
        return;
      }
      clients.makeRoom();
      channel.configureBlocking(false);
      channel.register(selector, SelectionKey.OP_READ, new ControlConnection(channel, limits, now));
    } catch (IOException e) {
      log.debug("A control client could not be accepted", e);
      paused = true;
      pausedUntilNanos = now + PAUSE_NANOS;
      accepting.interestOps(0);
    }
  }

  private void move(SelectionKey key, long now) {
    ControlConnection client = ControlClients.of(key);
    try {
      if (key.isReadable()) {
        client.read();
      }
      if (key.isWritable()) {
        client.write(now);
      }
    } catch (IOException e) {
      clients.drop(key);
    }
  }

  /** Does for a client what can be done now, and says what is waited for. */
  private void serve(SelectionKey key, long now) throws InterruptedException {
    if (!key.isValid()) {
      return;
    }
    ControlConnection client = ControlClients.of(key);
    try {
      if (client.isTooLong()) {
        client.answer(
            ControlProtocol.error(
                ControlException.Kind.REQUEST,
                "a request has at most " + limits.requestBytes() + " bytes"),
            true,
            now);
      } else if (client.hasRequest() && clients.pendingBytes() <= limits.pendingBytes()) {
        answer(client, answers.answer(client.takeRequest()), System.nanoTime());
      }
      client.write(System.nanoTime());
      if (client.takeFromStream(System.nanoTime())) {
        client.write(System.nanoTime());
        selector.wakeup(); // there may be more
      }
      if (client.isDone() || (!client.isWatching() && now > client.deadlineNanos())) {
        clients.drop(key);
        return;
      }
      int operations = client.wantsToRead() ? SelectionKey.OP_READ : 0;
      key.interestOps(operations | (client.wantsToWrite() ? SelectionKey.OP_WRITE : 0));
      if (client.hasRequest() && clients.pendingBytes() <= limits.pendingBytes()) {
        selector.wakeup(); // it sent several at once
      }
    } catch (IOException e) {
      clients.drop(key);
    }
  }

  private void answer(ControlConnection client, Reply reply, long now) {
    if (reply.stream() == null) {
      client.answer(reply.line(), false, now);
    } else if (clients.makeRoomToWatch(now)) {
      client.answer(reply.line(), reply.stream().get(), now);
    } else {
      String sentence = limits.watchers() + " others watch already: end one of them";
      client.answer(ControlProtocol.error(ControlException.Kind.BUSY, sentence), false, now);
    }
  }

  /** Lets streams be looked at; returns at once. */
  public void wake() {
    selector.wakeup();
  }

  /** Ends the service and removes the socket. Idempotent. */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    selector.wakeup();
    thread.interrupt();
    try {
      thread.join(END_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    try {
      clients.keys().forEach(this::sayGoodbye);
      selector.close();
      socket.remove(bound);
    } catch (IOException e) {
      log.warn("The control socket {} could not be removed: {}", socket.path(), e.getMessage());
    }
  }

  private void sayGoodbye(SelectionKey key) {
    try {
      ControlClients.of(key).sayGoodbye(System.nanoTime());
    } catch (IOException e) {
      log.debug("A control client was gone before the agent", e);
    }
    clients.drop(key);
  }
}
