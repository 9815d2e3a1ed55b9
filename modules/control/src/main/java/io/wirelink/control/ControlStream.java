package io.wirelink.control;

import org.jspecify.annotations.Nullable;

/** Lines that follow an answer for as long as their client listens; taken by one thread. */
interface ControlStream extends AutoCloseable {

  /** The next line with its end; null if there is none at the moment. Never waits. */
  byte @Nullable [] next();

  /** The line that says that no more will come. */
  byte[] last();

  /** Ends the stream: nobody listens any more. Idempotent. */
  @Override
  void close();
}
