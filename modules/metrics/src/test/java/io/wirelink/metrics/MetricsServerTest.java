package io.wirelink.metrics;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wirelink.agent.AgentView;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The server of metrics, used and abused. */
@Timeout(600) // for what hangs
class MetricsServerTest {
  private static final int MANY = 200;
  private static final int CONNECTIONS = 16;

  private final AtomicInteger asked = new AtomicInteger();
  private final List<Socket> clients = new ArrayList<>();
  private MetricsServer server;

  /** The JDK's server looks seldom whose time is over, and reads how often once in a process. */
  @BeforeAll
  static void hurry() {
    System.setProperty("sun.net.httpserver.clockTick", "100");
    System.setProperty("sun.net.httpserver.timerMillis", "100");
  }

  @AfterEach
  void closeAll() throws IOException {
    for (Socket client : clients) {
      client.close();
    }
    if (server != null) {
      server.close();
    }
  }

  private void serve(Callable<AgentView> agent) throws IOException {
    server =
        MetricsServer.open(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            new Metrics(new Build("1", "")),
            () -> {
              asked.incrementAndGet();
              return agent.call();
            });
  }

  private Socket connect() throws IOException {
    InetSocketAddress address = server.address();
    Socket client = new Socket(address.getAddress(), address.getPort());
    clients.add(client);
    return client;
  }

  private Socket send(String request) throws IOException {
    Socket client = connect();
    client.getOutputStream().write(request.getBytes(UTF_8));
    return client;
  }

  /** What a client is told before it is disconnected. */
  private static String rest(Socket client) {
    try {
      return new String(client.getInputStream().readAllBytes(), UTF_8);
    } catch (IOException e) {
      return ""; // disconnected the hard way
    }
  }

  /** The whole answer to a request that asks for one only. */
  private String ask(String line, String... headers) throws IOException {
    String more = String.join("", List.of(headers).stream().map(each -> each + "\r\n").toList());
    return rest(send(line + " HTTP/1.1\r\nConnection: close\r\n" + more + "\r\n"));
  }

  private void assertServes() throws IOException {
    String answer = ask("GET /metrics");
    assertTrue(answer.startsWith("HTTP/1.1 200 "), answer);
    assertTrue(answer.contains("\nwirelink_peers{state=\"direct\"} 1.0\n"), answer);
  }

  @Test
  void metricsAreServed() throws IOException {
    serve(Views::some);
    assertServes();
    String peers = ask("GET /metrics/peers");
    assertTrue(peers.contains("\nwirelink_peer_up{peer=\"router\""), peers);
    String open = ask("GET /metrics", "Accept: application/openmetrics-text");
    assertTrue(open.contains("Content-type: application/openmetrics-text"), open);
    assertTrue(open.contains("# EOF"), open);
  }

  @Test
  void headHasTheLengthAndNoBody() throws IOException {
    serve(Views::some);
    String full = ask("GET /metrics/peers");
    String head = ask("HEAD /metrics/peers");
    int length = full.substring(full.indexOf("\r\n\r\n") + 4).getBytes(UTF_8).length;
    assertTrue(head.startsWith("HTTP/1.1 200 "), head);
    assertTrue(head.toLowerCase(Locale.ROOT).contains("content-length: " + length), head);
    assertTrue(head.endsWith("\r\n\r\n"), head);
  }

  @Test
  void whatIsNotThereAndWhatIsNotAllowedIsTold() throws IOException {
    serve(Views::some);
    for (String path : List.of("/", "/metrics/", "/metricsx", "/metrics/peers/7", "/%00")) {
      String answer = ask("GET " + path);
      assertTrue(answer.startsWith("HTTP/1.1 404 "), answer);
      assertTrue(answer.endsWith("there are /metrics and /metrics/peers.\n"), answer);
    }
    for (String method : List.of("POST", "PUT", "DELETE", "X")) {
      String answer = ask(method + " /metrics");
      assertTrue(answer.startsWith("HTTP/1.1 405 "), answer);
      assertTrue(answer.contains("Allow: GET, HEAD"), answer);
    }
    assertEquals(0, asked.get());
    assertServes();
  }

  @Test
  void anAgentThatDoesNotAnswerIsUnavailable() throws IOException {
    serve(
        () -> {
          throw new TimeoutException("hangs");
        });
    String answer = ask("GET /metrics");
    assertTrue(answer.startsWith("HTTP/1.1 503 "), answer);
    assertTrue(answer.endsWith("\r\n\r\nThe agent does not answer: try again.\n"), answer);
  }

  @Test
  void rubbishIsRefusedAndOthersAreServed() throws IOException {
    serve(Views::some);
    for (String rubbish :
        List.of(
            "\r\n\r\n",
            "GET\r\n\r\n",
            "\0\1\2\3\r\n\r\n",
            "GET http://[:/ HTTP/1.1\r\n\r\n",
            "GET /metrics HTTP/1.1\r\n" + "x: y\r\n".repeat(10_000) + "\r\n",
            "GET /metrics HTTP/1.1\r\nx: " + "y".repeat(100_000) + "\r\n\r\n",
            "GET /" + "y".repeat(100_000) + " HTTP/1.1\r\nConnection: close\r\n\r\n",
            "POST /metrics HTTP/1.1\r\nContent-Length: 99999999999\r\n\r\nabc")) {
      String answer;
      try {
        answer = rest(send(rubbish));
      } catch (IOException e) {
        answer = ""; // disconnected while it was speaking
      }
      assertTrue(answer.isEmpty() || !answer.startsWith("HTTP/1.1 200 "), rubbish.strip() + answer);
    }
    assertServes();
  }

  @Test
  void whoStallsIsDisconnectedAndOthersAreServedMeanwhile() throws IOException {
    serve(Views::some);
    List<Socket> stalling = new ArrayList<>();
    for (int i = 0; i < CONNECTIONS / 2 - 1; i++) {
      stalling.add(connect());
      stalling.add(send("GET /metr"));
    }
    assertServes();
    for (Socket each : stalling) {
      assertEquals("", rest(each));
    }
    assertServes();
  }

  @Test
  void manyAtOnceShareAViewAndTheRestIsDisconnected() throws Exception {
    CountDownLatch agent = new CountDownLatch(1);
    serve(
        () -> {
          agent.await();
          return Views.some();
        });
    List<Socket> waiting = new ArrayList<>();
    for (int i = 0; i < CONNECTIONS; i++) {
      waiting.add(send("GET /metrics HTTP/1.1\r\nConnection: close\r\n\r\n"));
    }
    for (int i = 0; i < MANY; i++) {
      assertEquals("", rest(connect()));
    }
    agent.countDown();
    for (Socket each : waiting) {
      assertTrue(rest(each).startsWith("HTTP/1.1 200 "));
    }
    assertEquals(1, asked.get());
  }

  @Test
  void allAddressesOfTheHostAreWarnedOf() {
    for (String all : List.of("0.0.0.0", "::")) {
      String said = MetricsServer.exposure(new InetSocketAddress(all, 9586)).orElseThrow();
      assertTrue(said.startsWith("Metrics are served at all addresses of this host"), said);
    }
    for (String one : List.of("127.0.0.1", "10.77.0.1", "::1")) {
      assertEquals(Optional.empty(), MetricsServer.exposure(new InetSocketAddress(one, 9586)));
    }
  }

  @Test
  void anAddressThatIsInUseIsRefused() throws IOException {
    serve(Views::some);
    assertThrows(
        BindException.class,
        () -> MetricsServer.open(server.address(), new Metrics(new Build("1", "")), Views::some));
    assertServes();
  }

  @Test
  void afterItsEndNobodyIsServed() throws Exception {
    CountDownLatch hangs = new CountDownLatch(1);
    CountDownLatch called = new CountDownLatch(1);
    serve(
        () -> {
          called.countDown();
          hangs.await();
          return Views.some();
        });
    CompletableFuture<String> waiting = new CompletableFuture<>();
    Socket client = send("GET /metrics HTTP/1.1\r\n\r\n");
    Thread.ofPlatform().daemon().start(() -> waiting.complete(rest(client)));
    called.await();
    server.close();
    server.close();
    assertTrue(!waiting.get().startsWith("HTTP/1.1 200 "));
    assertThrows(IOException.class, this::connect);
  }
}
