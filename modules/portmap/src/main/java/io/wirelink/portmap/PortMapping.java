package io.wirelink.portmap;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a {@link PortMapper} on a host, on a thread of its own, which is there as soon as something
 * is wanted. Nobody who calls ever waits, but for the end.
 */
public final class PortMapping implements AutoCloseable {

  /** Reads the default gateways, and may block. */
  @FunctionalInterface
  public interface GatewaySource {

    /**
     * Reads them, the preferred ones first.
     *
     * @return null if they cannot be read now
     */
    @Nullable List<Gateway> read();
  }

  private static final Logger log = LoggerFactory.getLogger(PortMapping.class);

  /**
   * How often gateways are read again although nothing was said: nobody tells of routes, and
   * whoever has a route in another network has another address as well, soon before or after.
   */
  private static final long READ_NANOS = TimeUnit.MINUTES.toNanos(2);

  /**
   * After a change of addresses they are read at once, and so often again, with this in between.
   */
  private static final int READS_AGAIN = 3;

  private static final long READ_AGAIN_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** The pause after a failure that no reason is known for. */
  private static final long PAUSE_MILLIS = 1000;

  /** How long the end may take: a gateway may have to be asked to take a mapping back. */
  private static final long CLOSE_MILLIS =
      TimeUnit.NANOSECONDS.toMillis(MapperTiming.GIVE_BACK_NANOS) + 300;

  private final GatewaySource source;
  private final Consumer<List<MappingStatus>> listener;
  private final PortMapper mapper;
  private final GatewaySockets sockets;
  private final Thread thread;
  private final AtomicReference<PortWish> wish = new AtomicReference<>(PortWish.NONE);
  private final AtomicBoolean hostChanged = new AtomicBoolean(true);
  private final AtomicBoolean started = new AtomicBoolean();
  private volatile boolean closing;

  private final List<MapperEvent> events = new ArrayList<>();
  private List<Gateway> gateways = List.of();
  private long readNanos = Long.MIN_VALUE;
  private int readsAgain;

  /**
   * Asks nobody yet.
   *
   * @param source where the gateways are known
   * @param secret what nobody else knows, and the same at the next start
   * @param listener is told how it stands whenever that has changed, by the thread; times are those
   *     of {@link System#nanoTime}. It must not block
   * @throws IOException if the system refuses what it takes
   */
  public PortMapping(GatewaySource source, byte[] secret, Consumer<List<MappingStatus>> listener)
      throws IOException {
    this.source = source;
    this.listener = listener;
    mapper = new PortMapper(secret);
    sockets = new GatewaySockets();
    thread = Thread.ofPlatform().daemon().name("port-mapping").unstarted(this::run);
  }

  /** Wants this from now on, and nothing else. */
  public void want(PortWish wanted) {
    wish.set(wanted);
    if (wanted.port() != 0 && started.compareAndSet(false, true)) {
      thread.start();
    }
    sockets.wake();
  }

  /** The addresses of this host have changed, and so may its gateways. */
  public void hostChanged() {
    hostChanged.set(true);
    sockets.wake();
  }

  private void run() {
    try (sockets) {
      step();
      while (!(closing && mapper.isAtRest())) {
        await();
        step();
      }
    }
  }

  private void await() {
    try {
      sockets.await(millisUntilDue(), events::add);
      sockets.giveUpOverdue(System.nanoTime(), events::add);
    } catch (IOException e) {
      log.debug("Gateways cannot be heard", e);
      pause();
    }
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void step() {
    PortWish wanted = closing ? PortWish.NONE : wish.get();
    if (wanted.port() != 0) {
      readGateways(System.nanoTime());
    }
    events.add(new MapperEvent.Wanted(wanted));
    List<MapperEvent> happened = List.copyOf(events);
    events.clear();
    mapper.step(System.nanoTime(), happened).forEach(this::perform);
  }

  private void perform(MapperAction action) {
    switch (action) {
      case MapperAction.Send send -> {
        if (!sockets.send(send)) {
          events.add(new MapperEvent.Unreachable(send.gateway(), send.port()));
        }
      }
      case MapperAction.Search search -> {
        boolean toGateway = search.to().address().equals(search.gateway().address());
        if (!sockets.search(search) && toGateway) {
          events.add(new MapperEvent.Unreachable(search.gateway(), search.to().port()));
        }
      }
      case MapperAction.Ask ask -> {
        if (!sockets.ask(ask, System.nanoTime())) {
          events.add(new MapperEvent.Unanswered(ask.gateway(), ask.exchange()));
        }
      }
      case MapperAction.Tell(List<MappingStatus> statuses) -> listener.accept(statuses);
    }
  }

  private void readGateways(long nowNanos) {
    if (hostChanged.getAndSet(false)) {
      readsAgain = READS_AGAIN;
    } else if (nowNanos - readNanos < 0) {
      return;
    }
    readNanos = nowNanos + (readsAgain > 0 ? READ_AGAIN_NANOS : READ_NANOS);
    readsAgain = Math.max(0, readsAgain - 1);
    List<Gateway> read = source.read();
    if (read != null && !read.equals(gateways)) {
      gateways = read;
      sockets.retain(read);
      events.add(new MapperEvent.GatewaysRead(read));
    }
  }

  /** Until there is something to do; 0 for now, and at most until gateways are read again. */
  private long millisUntilDue() {
    if (!events.isEmpty()) {
      return 0;
    }
    long now = System.nanoTime();
    long deadline = mapper.deadlineNanos();
    long nanos = deadline == Long.MAX_VALUE ? READ_NANOS : deadline - now;
    if (!closing && wish.get().port() != 0) {
      nanos = Math.min(nanos, readNanos - now);
    }
    // Rounded up: what is due in half a millisecond is not yet due.
    return nanos <= 0 ? 0 : TimeUnit.NANOSECONDS.toMillis(nanos) + 1;
  }

  /** Gives back what gateways have given, as far as they answer soon, and ends. Idempotent. */
  @Override
  public void close() {
    closing = true;
    if (!started.get()) {
      sockets.close();
      return;
    }
    sockets.wake();
    try {
      thread.join(CLOSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
