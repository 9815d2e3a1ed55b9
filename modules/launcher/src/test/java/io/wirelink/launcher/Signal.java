package io.wirelink.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Signals to this process. */
public final class Signal {
  private Signal() {}

  /** Raises a signal in this process, as {@code kill} would. */
  public static void raise(String name) throws ReflectiveOperationException {
    Class<?> signal = Class.forName("sun.misc.Signal");
    signal
        .getMethod("raise", signal)
        .invoke(null, signal.getConstructor(String.class).newInstance(name));
  }

  /** Those that reach this process: a shell lets what it starts in the background ignore some. */
  public static List<String> heard(Map<String, Integer> signals) throws IOException {
    String mask =
        Files.readAllLines(Path.of("/proc/self/status")).stream()
            .filter(line -> line.startsWith("SigIgn:"))
            .findFirst()
            .orElseThrow()
            .substring("SigIgn:".length())
            .strip();
    long ignored = Long.parseUnsignedLong(mask, 16);
    return signals.entrySet().stream()
        .filter(signal -> (ignored >>> signal.getValue() - 1 & 1) == 0)
        .map(Map.Entry::getKey)
        .toList();
  }
}
