package io.wirelink.launcher;

import io.wirelink.agent.AgentListener;
import io.wirelink.agent.ViewSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who started the agent and looks after it, where that is systemd: is told that the agent is ready,
 * reloads or stops, what it does, and that its loop turns (sd_notify(3)). A thread of its own tells
 * it, so that the agent never waits for systemd; it is silent when the agent's loop is.
 */
final class Supervisor implements AgentListener, ConfigReload.Observer, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Supervisor.class);

  static final String READY = "READY=1\n";
  static final String STOPPING = "STOPPING=1\n";

  /** Where systemd wants to be told (sd_notify(3)); set for those whose word it takes. */
  private static final String NOTIFY_SOCKET = "NOTIFY_SOCKET";

  /**
   * Far more than there is to say of a life: whatever is beyond comes from a systemd that hangs.
   */
  private static final int MAX_WAITING = 64;

  /** How long a systemd that hangs may keep the process from ending. */
  private static final long END_MILLIS = 200;

  /** Takes what is told, which may block. */
  @FunctionalInterface
  interface Channel {
    /**
     * Tells it.
     *
     * @param state assignments as sd_notify(3) has them, each on a line
     */
    void send(String state);
  }

  private final @Nullable Channel channel;
  private final long watchdogNanos;
  private final BlockingQueue<String> waiting = new LinkedBlockingQueue<>(MAX_WAITING);
  private final AtomicBoolean turned = new AtomicBoolean();
  private volatile @Nullable Thread thread;

  /**
   * A supervisor.
   *
   * @param channel where it is told; null if there is none
   * @param watchdogNanos how often it wants to hear of the loop; 0 if it does not
   */
  Supervisor(@Nullable Channel channel, long watchdogNanos) {
    this.channel = channel;
    this.watchdogNanos = watchdogNanos;
  }

  /** The supervisor of this process; if it has none, then one that is told nothing. */
  static Supervisor of(Map<String, String> variables) {
    if (!variables.containsKey(NOTIFY_SOCKET)) {
      return new Supervisor(null, 0);
    }
    Optional<Libsystemd> library = Libsystemd.load();
    if (library.isEmpty()) {
      log.warn(
          "systemd waits to be told that wirelink is ready, and cannot be: the library"
              + " libsystemd.so.0 cannot be loaded; install it (Debian package libsystemd0)");
      return new Supervisor(null, 0);
    }
    return new Supervisor(library.get(), library.get().watchdogNanos());
  }

  /** Begins to tell, once the agent can be asked. */
  void begin(ViewSource look) {
    if (channel == null) {
      return;
    }
    Thread telling = new Thread(() -> tell(channel, look), "systemd");
    telling.setDaemon(true);
    telling.start();
    thread = telling;
  }

  private void tell(Channel to, ViewSource look) {
    try {
      // Until the agent runs, there is nobody to look at.
      to.send(waiting.take());
      Pulse pulse = new Pulse(watchdogNanos, look, System.nanoTime());
      while (true) {
        // At once, or a turn between would be forgotten.
        boolean turnedSince = turned.getAndSet(false);
        pulse.due(System.nanoTime(), turnedSince).forEach(to::send);
        String notice = waiting.poll(pulse.waitNanos(System.nanoTime()), TimeUnit.NANOSECONDS);
        if (notice != null) {
          to.send(notice);
          pulse.hurry(System.nanoTime());
        }
      }
    } catch (InterruptedException e) {
      to.send(STOPPING);
    }
  }

  /** The agent runs. */
  @Override
  public void started() {
    say(READY);
  }

  /** The agent's loop turns. */
  @Override
  public void stepped(long nanos) {
    turned.set(true);
  }

  @Override
  public void reloading() {
    // The clock of nanoTime is CLOCK_MONOTONIC, of which systemd wants microseconds.
    say("RELOADING=1\nMONOTONIC_USEC=" + TimeUnit.NANOSECONDS.toMicros(System.nanoTime()) + "\n");
  }

  @Override
  public void reloaded() {
    say(READY);
  }

  /** The agent is about to end. */
  void stopping() {
    Thread telling = thread;
    if (telling != null) {
      // It may be about to ask an agent that answers nobody any more.
      telling.interrupt();
    }
  }

  private void say(String notice) {
    if (channel != null) {
      waiting.offer(notice);
    }
  }

  /** Tells that the agent ends, unless that is told already. */
  @Override
  public void close() {
    stopping();
    Thread telling = thread;
    if (telling != null) {
      try {
        telling.join(END_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
