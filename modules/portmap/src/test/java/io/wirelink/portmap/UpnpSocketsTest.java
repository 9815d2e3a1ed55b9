package io.wirelink.portmap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.wirelink.device.Endpoint;
import io.wirelink.device.IpAddress;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** UPnP over real sockets, with a gateway on this host's loopback interface. */
@Timeout(300)
final class UpnpSocketsTest {

  /** Any of 127.0.0.0/8 is on every host, so that this is nobody else's. */
  private static final Gateway GATEWAY =
      new Gateway(IpAddress.parse("127.83.17.6"), 0, IpAddress.parse("127.0.0.1"));

  private final FakeIgd igd = new FakeIgd();
  private final BlockingQueue<List<MappingStatus>> told = new LinkedBlockingQueue<>();
  private final InetAddress address = GATEWAY.address().toInetAddress();
  private final DatagramSocket search =
      new DatagramSocket(new InetSocketAddress(address, UpnpCodec.SEARCH_PORT));
  private final ServerSocket server = new ServerSocket(0, 5, address);

  private final Thread searches;
  private final Thread serving;

  /** How an answer is put into bytes. */
  private volatile String form = "length";

  UpnpSocketsTest() throws IOException {
    igd.location = "http://127.83.17.6:" + server.getLocalPort() + "/root.xml";
    searches = Thread.ofPlatform().daemon().start(this::answerSearches);
    serving = Thread.ofPlatform().daemon().start(this::serve);
  }

  /** A port is free when nobody waits at it any more. */
  @AfterEach
  void close() throws Exception {
    search.close();
    server.close();
    searches.join();
    serving.join();
  }

  private void answerSearches() {
    while (!search.isClosed()) {
      try {
        DatagramPacket packet = new DatagramPacket(new byte[2000], 2000);
        search.receive(packet);
        byte[] answer = igd.found();
        search.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
      } catch (IOException e) {
        // It is closed.
      }
    }
  }

  private void serve() {
    while (!server.isClosed()) {
      try (Socket socket = server.accept()) {
        byte[] request = request(socket.getInputStream());
        if (form.equals("silence")) {
          var _ = socket.getInputStream().read();
        } else {
          socket.getOutputStream().write(bytes(igd.answer(request).orElseThrow()));
        }
      } catch (IOException e) {
        // It is closed, or the other side was.
      }
    }
  }

  private static byte[] request(InputStream in) throws IOException {
    ByteArrayOutputStream request = new ByteArrayOutputStream();
    while (true) {
      String text = request.toString(StandardCharsets.US_ASCII);
      boolean post = text.startsWith("POST");
      if (text.endsWith(post ? "</s:Envelope>\r\n" : "\r\n\r\n")) {
        return request.toByteArray();
      }
      int next = in.read();
      if (next < 0) {
        throw new IOException("cut short");
      }
      request.write(next);
    }
  }

  private byte[] bytes(HttpResponse response) {
    String body = new String(response.body(), StandardCharsets.UTF_8);
    String head = "HTTP/1.1 " + response.status() + " x\r\n";
    String text =
        switch (form) {
          case "length" -> head + "Content-Length: " + body.length() + "\r\n\r\n" + body;
          case "chunks" ->
              head
                  + "Transfer-Encoding: chunked\r\n\r\n"
                  + Integer.toHexString(body.length())
                  + "\r\n"
                  + body
                  + "\r\n0\r\n\r\n";
          case "huge" -> head + "\r\n" + "x".repeat(1 << 20);
          case "nonsense" -> "\u0000".repeat(9000);
          default -> head + "\r\n" + body;
        };
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private PortMapping wanting() throws IOException {
    PortMapping mapping = new PortMapping(() -> List.of(GATEWAY), new byte[32], told::add);
    mapping.want(new PortWish(51820, List.of(MappingProtocol.UPNP), false));
    return mapping;
  }

  private MappingStatus nextDecided() throws InterruptedException {
    while (true) {
      List<MappingStatus> statuses = told.take();
      if (!statuses.isEmpty() && !(statuses.getFirst() instanceof MappingStatus.Asked)) {
        return statuses.getFirst();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"length", "chunks", "close"})
  void aMappingIsMadeAndGivenBackHoweverTheServerAnswers(String how) throws Exception {
    form = how;
    try (PortMapping mapping = wanting()) {
      var mapped = assertInstanceOf(MappingStatus.Mapped.class, nextDecided());
      assertEquals(Endpoint.parse("203.0.113.7:51820"), mapped.external());
    }
    assertEquals("DeletePortMapping", igd.actions.getLast());
  }

  @ParameterizedTest
  @ValueSource(strings = {"huge", "nonsense", "silence"})
  void aServerThatSaysTooMuchOrNothingIsNoGateway(String how) throws Exception {
    form = how;
    try (PortMapping mapping = wanting()) {
      assertInstanceOf(MappingStatus.Unmapped.class, nextDecided());
    }
  }

  @Test
  void aServerThatIsNotThereIsNoGateway() throws Exception {
    server.close();
    try (PortMapping mapping = wanting()) {
      assertInstanceOf(MappingStatus.Unmapped.class, nextDecided());
    }
  }
}
