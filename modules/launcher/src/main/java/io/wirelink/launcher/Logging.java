package io.wirelink.launcher;

import io.wirelink.control.LogControl;
import io.wirelink.control.LogLevel;
import org.tinylog.configuration.Configuration;

/**
 * What is logged and how. The format is to be settled before the first logger is made, since
 * tinylog reads its configuration once; the level may change at any time.
 *
 * <p>What never changes is in {@code tinylog.properties}.
 */
final class Logging {
  /** Asks and sets the level. */
  static final LogControl CONTROL =
      new LogControl() {
        @Override
        public LogLevel level() {
          return level;
        }

        @Override
        public void setLevel(LogLevel other) {
          Logging.setLevel(other);
        }
      };

  private static volatile LogLevel level = LogLevel.INFO;

  private Logging() {}

  /**
   * Sets level and format for a command. After the first logger nothing changes, which matters only
   * where a process runs several commands.
   *
   * <p>Lines have a time of their own only where no journal stamps them, which systemd tells by
   * {@code JOURNAL_STREAM} (systemd.exec(5)).
   *
   * @param debug whether to log DEBUG besides INFO, WARN and ERROR, and stack traces with them
   */
  static void configure(boolean debug) {
    if (Configuration.isFrozen()) {
      return;
    }
    String time = System.getenv("JOURNAL_STREAM") == null ? "{date:yyyy-MM-dd HH:mm:ss} " : "";
    Configuration.set("writer.format", time + "{level} {message}");
    setDebug(debug);
  }

  /** Sets the level for an agent, by its configuration. */
  static void setDebug(boolean debug) {
    setLevel(debug ? LogLevel.DEBUG : LogLevel.INFO);
  }

  /** Sets the level, at once and for all that this process logs. */
  static void setLevel(LogLevel other) {
    level = other;
    LevelGateLoggingProvider.letPass(other);
  }

  /** The level in force. */
  static LogLevel level() {
    return level;
  }
}
