package io.wirelink.launcher;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.wirelink.launcher.systemd.Systemd;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The library by which a service talks to systemd, where it is installed (sd_notify(3)). */
final class Libsystemd implements Supervisor.Channel {
  private static final Logger log = LoggerFactory.getLogger(Libsystemd.class);

  private Libsystemd() {}

  /** The library; nothing where it cannot be loaded. */
  static Optional<Libsystemd> load() {
    try {
      // Whatever is called first loads it.
      Systemd.sd_notify$address();
      return Optional.of(new Libsystemd());
    } catch (ExceptionInInitializerError | NoClassDefFoundError | UnsatisfiedLinkError e) {
      if (e.getCause() instanceof IllegalCallerException denied) {
        throw denied; // A JVM that forbids native access is a fault of the packaging.
      }
      return Optional.empty();
    }
  }

  /**
   * How often systemd wants to hear from this process lest it takes it for hung.
   *
   * @return {@code WATCHDOG_USEC} in nanoseconds; 0 if it does not want to, or from another process
   *     ({@code WATCHDOG_PID})
   */
  long watchdogNanos() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment micros = arena.allocate(JAVA_LONG);
      return Systemd.sd_watchdog_enabled(0, micros) > 0
          ? TimeUnit.MICROSECONDS.toNanos(micros.get(JAVA_LONG, 0))
          : 0;
    }
  }

  @Override
  public void send(String state) {
    try (Arena arena = Arena.ofConfined()) {
      int result = Systemd.sd_notify(0, arena.allocateFrom(state));
      if (result < 0) {
        log.debug("systemd could not be told {} (errno {})", state.strip(), -result);
      }
    }
  }
}
