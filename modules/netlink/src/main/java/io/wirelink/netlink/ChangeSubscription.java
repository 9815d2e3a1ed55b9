package io.wirelink.netlink;

import io.wirelink.netlink.bindings.Linux;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Calls back after changes of links and addresses, from a daemon thread of its own that sleeps in
 * the kernel in between.
 *
 * <p>What changed is not looked at: who is called back reads anew. So nothing is lost when the
 * kernel had to drop notifications ({@code ENOBUFS}); that is one more reason to read.
 */
final class ChangeSubscription implements AutoCloseable {

  /** Changes seldom come alone: the callback waits until none came for this long. */
  private static final long QUIET_MILLIS = 10;

  /** Under changes without end it is called this often nevertheless, to act within 100 ms. */
  private static final long LONGEST_WAIT_NANOS = Duration.ofMillis(50).toNanos();

  /** Room for some hundreds of notifications, as when many interfaces come up at once. */
  private static final int RECEIVE_BUFFER_BYTES = 1 << 20;

  /** How long the kernel may refuse to say anything before asking it is slowed down. */
  private static final int FAILURES_IN_A_ROW = 8;

  private static final long PAUSE_NANOS = Duration.ofSeconds(1).toNanos();

  /** How long the end may take: the thread is woken for it, and may be in the callback. */
  private static final Duration CLOSE_WITHIN = Duration.ofSeconds(1);

  private final Runnable changed;
  private final Consumer<Throwable> failed;
  private final Thread thread;
  private final CompletableFuture<Void> subscribed = new CompletableFuture<>();

  /** libmnl's handle as long as the socket is open; guarded by this. */
  private MemorySegment socket = MemorySegment.NULL;

  private volatile boolean closing;

  private ChangeSubscription(Runnable changed, Consumer<Throwable> failed) {
    this.changed = changed;
    this.failed = failed;
    thread = Thread.ofPlatform().name("netlink-changes").daemon().unstarted(this::run);
  }

  /**
   * Subscribes to the changes from now on.
   *
   * @param failed is told if the thread ends for another reason than {@link #close()}
   * @throws NetlinkException if the kernel refuses
   */
  static ChangeSubscription start(Runnable changed, Consumer<Throwable> failed)
      throws NetlinkException {
    ChangeSubscription subscription = new ChangeSubscription(changed, failed);
    subscription.thread.start();
    try {
      subscription.subscribed.join();
      return subscription;
    } catch (CompletionException e) {
      if (e.getCause() instanceof NetlinkException refusal) {
        throw refusal;
      }
      throw e;
    }
  }

  private void run() {
    int groups = Linux.RTMGRP_LINK() | Linux.RTMGRP_IPV4_IFADDR() | Linux.RTMGRP_IPV6_IFADDR();
    try (Arena arena = Arena.ofConfined();
        NetlinkSocket opened = NetlinkSocket.open(arena, Linux.NETLINK_ROUTE(), groups)) {
      opened.setReceiveBufferBytes(RECEIVE_BUFFER_BYTES);
      setSocket(opened.handle());
      try {
        subscribed.complete(null);
        follow(opened);
      } finally {
        setSocket(MemorySegment.NULL);
      }
    } catch (NetlinkException | RuntimeException | Error e) {
      if (!subscribed.completeExceptionally(e)) {
        failed.accept(e);
      }
    }
  }

  private void follow(NetlinkSocket opened) throws NetlinkException {
    int failures = 0;
    while (!closing) {
      try {
        opened.setReceiveTimeoutMillis(0);
        var _ = opened.receive();
        failures = 0;
        awaitQuiet(opened);
      } catch (NetlinkException e) {
        // Something was dropped. Should the kernel say nothing else, do not keep it busy.
        failures++;
      }
      if (!closing) {
        callBack();
      }
      if (failures >= FAILURES_IN_A_ROW && !closing) {
        LockSupport.parkNanos(this, PAUSE_NANOS);
      }
    }
  }

  private void awaitQuiet(NetlinkSocket opened) throws NetlinkException {
    long began = System.nanoTime();
    opened.setReceiveTimeoutMillis(QUIET_MILLIS);
    try {
      while (!closing && System.nanoTime() - began < LONGEST_WAIT_NANOS) {
        var _ = opened.receive();
      }
    } catch (NetlinkException e) {
      if (e.errno() != Linux.EAGAIN()) {
        throw e;
      }
    }
  }

  private void callBack() {
    try {
      changed.run();
    } catch (RuntimeException e) {
      // A callback that fails once is called again at the next change.
      thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
    }
  }

  private synchronized void setSocket(MemorySegment handle) {
    socket = handle;
  }

  /** Ends the thread and waits for it, unless it is the one that calls. Idempotent. */
  @Override
  public void close() {
    closing = true;
    wakeUp();
    LockSupport.unpark(thread);
    if (Thread.currentThread() == thread) {
      return;
    }
    boolean interrupted = false;
    try {
      var _ = thread.join(CLOSE_WITHIN);
    } catch (InterruptedException e) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Has the kernel send something to the socket that the thread waits for: the acknowledgement of a
   * message without content, for which no privilege is needed.
   */
  private synchronized void wakeUp() {
    if (socket.address() == 0) {
      return;
    }
    try (Arena arena = Arena.ofConfined()) {
      Request nothing = new Request(arena, Linux.NLMSG_NOOP(), Linux.NLM_F_ACK());
      new ErrnoCalls(arena).send(socket, nothing.message());
    } catch (NetlinkException e) {
      // Only a socket that is full cannot be woken, and that one is awake.
      closing = true;
    }
  }
}
