package io.wirelink.device;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** Listens where a userspace WireGuard would, takes requests, and behaves as told. */
final class FakeUserspace implements AutoCloseable {

  /** What is done with a connection after its request was read. */
  @FunctionalInterface
  interface Behaviour {
    void serve(SocketChannel connection) throws IOException;
  }

  private final Path path;
  private final ServerSocketChannel server;
  private final Thread thread;
  private final BlockingQueue<String> requests = new LinkedBlockingQueue<>();
  private final AtomicInteger connections = new AtomicInteger();
  private final boolean keeps;

  /** One that closes each connection when it has done what it does. */
  FakeUserspace(Path path, Behaviour behaviour) throws IOException {
    this(path, behaviour, false);
  }

  /** One that takes the next request from the same connection, if it is to keep it. */
  FakeUserspace(Path path, Behaviour behaviour, boolean keeps) throws IOException {
    this.path = path;
    this.keeps = keeps;
    server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(path));
    thread = Thread.ofPlatform().daemon().start(() -> serve(behaviour));
  }

  /** Answers every request with this. */
  static Behaviour answering(String answer) {
    return connection -> send(connection, answer);
  }

  /** Sends this and then nothing more, until the other side closes. */
  static Behaviour stallingAfter(String beginning) {
    return connection -> {
      send(connection, beginning);
      while (connection.read(ByteBuffer.allocate(1)) >= 0) {
        // Whatever else comes is not answered either.
      }
    };
  }

  /** Sends this over and over, until the other side closes. */
  static Behaviour repeating(String line) {
    return connection -> {
      while (true) {
        send(connection, line);
      }
    };
  }

  static void send(SocketChannel connection, String text) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
    while (bytes.hasRemaining()) {
      connection.write(bytes);
    }
  }

  /** The next request that came in. */
  String request() throws InterruptedException {
    return requests.take();
  }

  /** How many connections brought a request. */
  int connections() {
    return connections.get();
  }

  private void serve(Behaviour behaviour) {
    while (server.isOpen()) {
      try (SocketChannel connection = server.accept()) {
        String request = readRequest(connection);
        connections.addAndGet(request.isEmpty() ? 0 : 1);
        while (!request.isEmpty()) {
          requests.add(request);
          behaviour.serve(connection);
          request = keeps ? readRequest(connection) : "";
        }
      } catch (IOException e) {
        // The other side closed, or this one.
      }
    }
  }

  /** A connection that is closed without a request was only a probe. */
  private static String readRequest(SocketChannel connection) throws IOException {
    StringBuilder request = new StringBuilder();
    ByteBuffer buffer = ByteBuffer.allocate(4096);
    while (request.indexOf("\n\n") < 0) {
      if (connection.read(buffer.clear()) < 0) {
        return "";
      }
      request.append(StandardCharsets.ISO_8859_1.decode(buffer.flip()));
    }
    return request.toString();
  }

  /** Ends as a process does that is killed: the socket's file stays. */
  void kill() throws IOException, InterruptedException {
    server.close();
    thread.join();
  }

  /** Ends as wireguard-go does. */
  @Override
  public void close() throws IOException, InterruptedException {
    kill();
    Files.deleteIfExists(path);
  }
}
