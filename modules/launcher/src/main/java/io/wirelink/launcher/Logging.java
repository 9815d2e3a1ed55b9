package io.wirelink.launcher;

import org.tinylog.configuration.Configuration;

/**
 * What is logged and how; to be settled before the first logger is made, since tinylog reads its
 * configuration once.
 *
 * <p>What never changes is in {@code tinylog.properties}.
 */
final class Logging {
  private Logging() {}

  /**
   * Sets level and format. A later call, up to the first logger, replaces an earlier one; after the
   * first logger nothing changes, which matters only where a process runs several commands.
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
    String message = debug ? "{message}" : "{message-only}";
    Configuration.set("writer.format", time + "{level} " + message);
    Configuration.set("level", debug ? "debug" : "info");
  }
}
