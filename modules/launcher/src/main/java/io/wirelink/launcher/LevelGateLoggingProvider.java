package io.wirelink.launcher;

import io.wirelink.control.LogLevel;
import org.jspecify.annotations.Nullable;
import org.tinylog.Level;
import org.tinylog.core.TinylogLoggingProvider;
import org.tinylog.format.MessageFormatter;

/**
 * Lets the level of logging change while a process runs, which tinylog's own configuration cannot:
 * it is read once. What does not pass is turned away here, before a message is formatted, so that a
 * debug line costs next to nothing while nobody wants it.
 *
 * <p>tinylog finds it by the name "level gate" in {@code tinylog.properties}, hence the public
 * class and constructor.
 */
public final class LevelGateLoggingProvider extends TinylogLoggingProvider {
  private static volatile Level least = Level.INFO;

  /** Made by tinylog, before the first logger. */
  public LevelGateLoggingProvider() {
    super();
  }

  /** Lets pass what is as grave as this, from now on and on all threads. */
  static void letPass(LogLevel level) {
    least = Level.valueOf(level.name());
  }

  private static boolean passes(Level level) {
    return level.compareTo(least) >= 0;
  }

  @Override
  public boolean isEnabled(int depth, @Nullable String tag, Level level) {
    return passes(level) && super.isEnabled(depth + 1, tag, level);
  }

  @Override
  public boolean isEnabled(String loggerClassName, @Nullable String tag, Level level) {
    return passes(level) && super.isEnabled(loggerClassName, tag, level);
  }

  @Override
  public void log(
      int depth,
      @Nullable String tag,
      Level level,
      @Nullable Throwable exception,
      @Nullable MessageFormatter formatter,
      @Nullable Object message,
      @Nullable Object @Nullable ... arguments) {
    if (passes(level)) {
      super.log(depth + 1, tag, level, shown(exception), formatter, message, arguments);
    }
  }

  @Override
  public void log(
      String loggerClassName,
      @Nullable String tag,
      Level level,
      @Nullable Throwable exception,
      @Nullable MessageFormatter formatter,
      @Nullable Object message,
      @Nullable Object @Nullable ... arguments) {
    if (passes(level)) {
      super.log(loggerClassName, tag, level, shown(exception), formatter, message, arguments);
    }
  }

  /** Stack traces are for who debugs. */
  private static @Nullable Throwable shown(@Nullable Throwable exception) {
    return least == Level.DEBUG ? exception : null;
  }
}
