package io.wirelink.launcher;

import io.wirelink.command.CommandFailure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the process when one of its threads ends by an error that nobody foresaw. An agent that does
 * not receive any more, or answers nobody, looks well to its service manager as long as its loop
 * turns; one that has ended is started again.
 *
 * @param halt ends the process with an exit code, at once: what is left may wait for the thread
 */
record EndOfThread(Halt halt) implements Thread.UncaughtExceptionHandler {
  private static final Logger log = LoggerFactory.getLogger(EndOfThread.class);

  /** Ends the process. */
  @FunctionalInterface
  interface Halt {
    /** Ends it. */
    void with(int exitCode);
  }

  /** Watches all threads of this process from now on. */
  static void endsTheProcess() {
    Thread.setDefaultUncaughtExceptionHandler(new EndOfThread(Runtime.getRuntime()::halt));
  }

  @Override
  public void uncaughtException(Thread thread, Throwable error) {
    try {
      log.error(
          "The thread '{}' failed unexpectedly ({}), and wirelink ends: its service manager starts it"
              + " again; with --debug the log says where",
          thread.getName(),
          error.toString());
      log.debug("It failed here", error);
    } finally {
      halt.with(CommandFailure.FAILED);
    }
  }
}
