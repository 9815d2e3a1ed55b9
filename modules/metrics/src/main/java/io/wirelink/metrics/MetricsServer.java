package io.wirelink.metrics;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.wirelink.agent.AgentView;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves the metrics of an agent to Prometheus, over HTTP at one address. Whatever its clients do,
 * they cost the agent no more than a question a second, and the host no more than a few threads.
 */
public final class MetricsServer implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(MetricsServer.class);

  /** More than scrape one host; who comes then is disconnected. Each may have a thread. */
  private static final int MAX_CONNECTIONS = 16;

  private static final int IDLE_THREAD_SECONDS = 5;

  /**
   * The limits of the JDK's server, which takes them from the properties of the process, once.
   * Seconds, but for a period in milliseconds at which it looks whose time is over; a request is
   * read within 5 s, and answered within 15 s, of which the agent may take 5 s.
   */
  private static final Map<String, Integer> LIMITS =
      Map.of(
          "jdk.httpserver.maxConnections", MAX_CONNECTIONS,
          "sun.net.httpserver.maxReqTime", 5,
          "sun.net.httpserver.maxRspTime", 15,
          "sun.net.httpserver.idleInterval", 10,
          "sun.net.httpserver.clockTick", 1000,
          "sun.net.httpserver.maxReqHeaders", 64,
          "sun.net.httpserver.maxReqHeaderSize", 16 * 1024,
          "sun.net.httpserver.drainAmount", 4096);

  private final SharedPage mesh;
  private final SharedPage peers;
  private final HttpServer server;
  private final ExecutorService threads;

  private MetricsServer(Metrics metrics, SharedView view, HttpServer server) {
    mesh = new SharedPage(view, metrics::ofMesh);
    peers = new SharedPage(view, metrics::ofPeers);
    this.server = server;
    // As many threads as connections, so that none waits for one that stalls; none while all is
    // quiet.
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            MAX_CONNECTIONS,
            MAX_CONNECTIONS,
            IDLE_THREAD_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread thread = new Thread(task, "metrics");
              thread.setDaemon(true);
              return thread;
            });
    pool.allowCoreThreadTimeOut(true);
    this.threads = pool;
  }

  /**
   * Begins to serve, with a warning if that is at all addresses of the host.
   *
   * @param address where, and nowhere else; port 0 is one that is free
   * @param metrics what listens to the agent
   * @param agent asks the agent for a view; may take some seconds, and throws if there is none
   * @throws IOException if the address is in use, or none of this host; the message says which
   */
  public static MetricsServer open(
      InetSocketAddress address, Metrics metrics, Callable<AgentView> agent) throws IOException {
    LIMITS.forEach(
        (name, limit) -> {
          if (System.getProperty(name) == null) {
            System.setProperty(name, limit.toString());
          }
        });
    HttpServer http = HttpServer.create(address, MAX_CONNECTIONS);
    MetricsServer server =
        new MetricsServer(metrics, new SharedView(agent, System::nanoTime), http);
    http.setExecutor(server.threads);
    http.createContext("/", server::handle);
    http.start();
    exposure(server.address()).ifPresent(log::warn);
    return server;
  }

  /** What to say of an address that is more than most mean it to be. */
  static Optional<String> exposure(InetSocketAddress address) {
    return address.getAddress().isAnyLocalAddress()
        ? Optional.of(
            "Metrics are served at all addresses of this host, to whoever reaches one of them: they"
                + " name hosts and public keys. To serve them inside the tunnel only, choose this"
                + " host's address there")
        : Optional.empty();
  }

  /** Where it serves. */
  public InetSocketAddress address() {
    return server.getAddress();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Page page = page(exchange);
      boolean head = exchange.getRequestMethod().equals("HEAD");
      exchange.getResponseHeaders().set("Content-Type", page.contentType());
      if (head) {
        exchange.getResponseHeaders().set("Content-Length", Integer.toString(page.body().length));
      }
      exchange.sendResponseHeaders(page.status(), head ? -1 : page.body().length);
      if (!head) {
        exchange.getResponseBody().write(page.body());
      }
    }
  }

  private Page page(HttpExchange exchange) {
    return switch (exchange.getRequestURI().getPath()) {
      case "/metrics" -> page(exchange, mesh);
      case "/metrics/peers" -> page(exchange, peers);
      case null, default ->
          Page.refusal(404, "There is no such page: there are /metrics and /metrics/peers.");
    };
  }

  private static Page page(HttpExchange exchange, SharedPage page) {
    String method = exchange.getRequestMethod();
    if (!method.equals("GET") && !method.equals("HEAD")) {
      exchange.getResponseHeaders().set("Allow", "GET, HEAD");
      return Page.refusal(405, "Metrics can be read with GET and HEAD, and nothing else.");
    }
    try {
      return page.get(Format.of(exchange.getRequestHeaders().getFirst("Accept")));
    } catch (ExecutionException e) {
      log.debug("A scrape was not answered", e);
      return Page.refusal(503, "The agent does not answer: try again.");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Page.refusal(503, "The agent ends.");
    }
  }

  /** Ends the service; who is being answered is disconnected. Idempotent. */
  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
