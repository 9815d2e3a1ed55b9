package io.wirelink.names;

import io.wirelink.device.IpAddress;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers queries over UDP and TCP at one address, on a thread of its own. Whatever is sent there
 * costs the host no more than the bounds here and in {@link QueryRate} say.
 */
final class NameServer implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(NameServer.class);

  /** TCP is for what resolvers do not get by UDP, which is next to nothing here. */
  static final int MAX_CLIENTS = 16;

  /** For how long a client of TCP may say nothing (RFC 7766, 6.2.3). */
  private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(5);

  /** The pause after a failed call, so that a lasting failure does not take the processor. */
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  /** How long a close waits for the thread, which may wait for the agent's word. */
  private static final long END_MILLIS = 1000;

  private final DatagramChannel datagrams;
  private final ServerSocketChannel streams;
  private final Selector selector;
  private final Queries queries;
  private final Thread thread;

  private NameServer(
      DatagramChannel datagrams, ServerSocketChannel streams, Selector selector, Queries queries) {
    this.datagrams = datagrams;
    this.streams = streams;
    this.selector = selector;
    this.queries = queries;
    this.thread = Thread.ofPlatform().daemon().name("names").unstarted(this::serveUntilClosed);
  }

  /**
   * Begins to serve.
   *
   * @param address where, with its scope if it is link-local; port 0 is one that is free
   * @throws IOException if the port is in use, the address is none of this host, or the process may
   *     not bind the port
   */
  static NameServer open(InetSocketAddress address, Queries queries) throws IOException {
    List<AutoCloseable> opened = new ArrayList<>();
    try {
      Selector selector = Selector.open();
      opened.add(selector);
      DatagramChannel datagrams = DatagramChannel.open(StandardProtocolFamily.INET6);
      opened.add(datagrams);
      datagrams.bind(address).configureBlocking(false).register(selector, SelectionKey.OP_READ);
      ServerSocketChannel streams = ServerSocketChannel.open(StandardProtocolFamily.INET6);
      opened.add(streams);
      streams.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      streams.bind(datagrams.getLocalAddress(), MAX_CLIENTS);
      streams.configureBlocking(false).register(selector, SelectionKey.OP_ACCEPT);
      NameServer server = new NameServer(datagrams, streams, selector, queries);
      server.thread.start();
      return server;
    } catch (IOException e) {
      opened.reversed().forEach(NameServer::closeQuietly);
      throw e;
    }
  }

  private static void closeQuietly(AutoCloseable each) {
    try {
      each.close();
    } catch (Exception e) {
      log.debug("Not closed cleanly", e);
    }
  }

  /** Where it serves. */
  InetSocketAddress address() throws IOException {
    return (InetSocketAddress) datagrams.getLocalAddress();
  }

  private void serveUntilClosed() {
    ByteBuffer buffer = ByteBuffer.allocateDirect(Answerer.MAX_DATAGRAM + 1);
    while (datagrams.isOpen()) {
      try {
        selector.select(clients().isEmpty() ? 0 : TimeUnit.NANOSECONDS.toMillis(IDLE_NANOS));
        for (SelectionKey key : List.copyOf(selector.selectedKeys())) {
          serve(key, buffer);
        }
        selector.selectedKeys().clear();
        dropIdle(System.nanoTime());
      } catch (InterruptedException | ClosedSelectorException | ClosedChannelException e) {
        return;
      } catch (IOException e) {
        log.debug("A query could not be taken or answered: {}", e.getMessage());
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
  }

  private void serve(SelectionKey key, ByteBuffer buffer) throws IOException, InterruptedException {
    if (key.channel().equals(datagrams)) {
      receiveAll(buffer);
    } else if (key.channel().equals(streams)) {
      accept();
    } else if (key.attachment() instanceof StreamQueries client) {
      read(key, client);
    }
  }

  private void receiveAll(ByteBuffer buffer) throws IOException, InterruptedException {
    while (datagrams.receive(buffer.clear()) instanceof InetSocketAddress source) {
      byte[] query = new byte[buffer.flip().remaining()];
      buffer.get(query);
      Optional<byte[]> answer = queries.answer(IpAddress.of(source.getAddress()), query);
      if (answer.isPresent()) {
        try {
          datagrams.send(ByteBuffer.wrap(answer.get()), source);
        } catch (ClosedChannelException e) {
          throw e;
        } catch (IOException e) {
          // Who has gone, or a port that nobody can be at: others wait for their answers.
          log.debug("Not answered: {}", e.getMessage());
        }
      }
    }
  }

  private void accept() throws IOException {
    SocketChannel channel = streams.accept();
    if (channel == null) {
      return;
    }
    StreamQueries client;
    try {
      client = new StreamQueries(channel, System.nanoTime());
      channel.configureBlocking(false);
    } catch (IOException e) {
      channel.close();
      return;
    }
    List<SelectionKey> others = clients();
    if (!queries.isHeard(client.source())) {
      channel.close();
      return;
    }
    if (others.size() >= MAX_CLIENTS) {
      drop(others.getFirst());
    }
    channel.register(selector, SelectionKey.OP_READ, client);
  }

  private void read(SelectionKey key, StreamQueries client) throws InterruptedException {
    try {
      if (!client.read(queries, System.nanoTime())) {
        drop(key);
      }
    } catch (IOException e) {
      drop(key);
    }
  }

  /** The clients of TCP, who said nothing for longest first. */
  private List<SelectionKey> clients() {
    return selector.keys().stream()
        .filter(key -> key.isValid() && key.attachment() instanceof StreamQueries)
        .sorted(Comparator.comparingLong(key -> ((StreamQueries) key.attachment()).lastNanos()))
        .toList();
  }

  private void dropIdle(long nowNanos) {
    for (SelectionKey key : clients()) {
      if (nowNanos - ((StreamQueries) key.attachment()).lastNanos() >= IDLE_NANOS) {
        drop(key);
      }
    }
  }

  private static void drop(SelectionKey key) {
    key.cancel();
    closeQuietly(key.channel());
  }

  /** Ends the thread and frees the port; who is connected is disconnected. Idempotent. */
  @Override
  public void close() {
    if (selector.isOpen()) {
      clients().forEach(NameServer::drop);
    }
    List.of(datagrams, streams, selector).forEach(NameServer::closeQuietly);
    thread.interrupt();
    try {
      thread.join(END_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
