package io.wirelink.loop;

import io.wirelink.agent.Event;
import io.wirelink.device.IpAddress;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Resolves host names on threads of its own, so that a slow name server never holds up the agent.
 */
final class NameResolver implements AutoCloseable {

  /** How long a name may take before it counts as not resolvable. */
  private static final long LIMIT_SECONDS = 10;

  /**
   * Names that are resolved at the same time; a name server that does not answer holds up no more
   * than these.
   */
  static final int THREADS = 4;

  /** Names that wait; more are asked for again later. */
  static final int MAX_WAITING = 256;

  private static final long IDLE_SECONDS = 5;

  /** Asks for the addresses of a name, and may block. */
  @FunctionalInterface
  interface Directory {
    InetAddress[] addressesOf(String host) throws UnknownHostException;
  }

  private final Directory directory;
  private final long limitNanos;
  private final Set<String> inFlight = ConcurrentHashMap.newKeySet();
  private final Consumer<Event.NameResolved> answers;
  private final ThreadPoolExecutor threads;

  /** A resolver whose answers go there, from any thread. */
  NameResolver(Consumer<Event.NameResolved> answers) {
    this(answers, InetAddress::getAllByName, TimeUnit.SECONDS.toNanos(LIMIT_SECONDS));
  }

  /** The same that asks there, for so long. */
  NameResolver(Consumer<Event.NameResolved> answers, Directory directory, long limitNanos) {
    this.answers = answers;
    this.directory = directory;
    this.limitNanos = limitNanos;
    threads =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(MAX_WAITING),
            Thread.ofPlatform().daemon().name("resolver-", 0).factory());
    threads.allowCoreThreadTimeOut(true);
  }

  /** Starts to resolve a name, unless that is under way. */
  void resolve(String host) {
    if (!inFlight.add(host)) {
      return;
    }
    try {
      var _ =
          CompletableFuture.supplyAsync(() -> lookUp(host), threads)
              .completeOnTimeout(List.of(), limitNanos, TimeUnit.NANOSECONDS)
              .whenComplete(
                  (addresses, failure) -> {
                    inFlight.remove(host);
                    answers.accept(
                        new Event.NameResolved(host, failure == null ? addresses : List.of()));
                  });
    } catch (RejectedExecutionException e) {
      inFlight.remove(host);
    }
  }

  private List<IpAddress> lookUp(String host) {
    try {
      return Arrays.stream(directory.addressesOf(host)).map(IpAddress::of).toList();
    } catch (UnknownHostException e) {
      return List.of();
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
