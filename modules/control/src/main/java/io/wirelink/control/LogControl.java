package io.wirelink.control;

/** How much this process logs, for those who ask for another level. */
public interface LogControl {
  /** The level in force. */
  LogLevel level();

  /** Sets the level, at once and for all that this process logs. */
  void setLevel(LogLevel level);
}
