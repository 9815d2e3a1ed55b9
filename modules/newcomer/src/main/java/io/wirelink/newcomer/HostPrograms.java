package io.wirelink.newcomer;

import java.io.IOException;
import java.util.List;

/** The programs of a host. */
public interface HostPrograms {

  /** None. */
  HostPrograms NONE =
      new HostPrograms() {
        @Override
        public boolean has(String program) {
          return false;
        }

        @Override
        public Ended run(List<String> words) throws IOException {
          throw new IOException("there are no programs");
        }
      };

  /**
   * What became of one.
   *
   * @param exitCode 0 if it has done what it should
   * @param output what it said, on standard output and error
   */
  record Ended(int exitCode, String output) {}

  /** What is to be done in any case. */
  interface Undo extends AutoCloseable {
    /** Does not do it at the end of the process any more. */
    @Override
    void close();
  }

  /** Has something done if the process is told to end before what is returned is closed. */
  default Undo undoAtEnd(Runnable what) {
    return () -> {};
  }

  /** Whether there is one of this name. */
  boolean has(String program);

  /**
   * Runs one until it ends.
   *
   * @param words its name and its arguments
   * @throws IOException if it cannot be started
   */
  Ended run(List<String> words) throws IOException, InterruptedException;
}
