package io.wirelink.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Tells which of the standard streams of this process are a terminal (proc(5), "/proc/pid/fd"). */
final class StandardStreams {
  private static final int INPUT = 0;
  private static final int ERROR = 2;

  private StandardStreams() {}

  /** Whether somebody can be asked: questions go to standard error. */
  static boolean canAsk(Surroundings around) {
    return around.input().equals(System.in) && isTerminal(INPUT) && isTerminal(ERROR);
  }

  private static boolean isTerminal(int descriptor) {
    try {
      String target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor)).toString();
      return target.startsWith("/dev/pts/")
          || target.startsWith("/dev/tty")
          || target.equals("/dev/console");
    } catch (IOException e) {
      return false;
    }
  }
}
