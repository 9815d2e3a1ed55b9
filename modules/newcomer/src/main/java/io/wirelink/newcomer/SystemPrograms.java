package io.wirelink.newcomer;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Those of this host. */
final class SystemPrograms implements HostPrograms {

  /** What the end of a program's words is kept to, in characters. */
  private static final int MAX_OUTPUT = 64 << 10;

  @Override
  public Undo undoAtEnd(Runnable what) {
    Thread hook = new Thread(what, "undo");
    Runtime.getRuntime().addShutdownHook(hook);
    return () -> {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException e) {
        // The process ends already, and does it.
      }
    };
  }

  @Override
  public boolean has(String program) {
    String path = System.getenv().getOrDefault("PATH", "");
    return List.of(path.split(File.pathSeparator)).stream()
        .anyMatch(folder -> !folder.isEmpty() && Files.isExecutable(Path.of(folder, program)));
  }

  @Override
  public Ended run(List<String> words) throws IOException, InterruptedException {
    // A file and not a pipe: what it leaves running in the background would keep a pipe open.
    Path said = Files.createTempFile("wirelink", ".out");
    try {
      Process process =
          new ProcessBuilder(words)
              .redirectErrorStream(true)
              .redirectInput(new File("/dev/null"))
              .redirectOutput(said.toFile())
              .start();
      int exitCode = process.waitFor();
      String output = new String(Files.readAllBytes(said), StandardCharsets.UTF_8);
      return new Ended(exitCode, output.substring(Math.max(0, output.length() - MAX_OUTPUT)));
    } finally {
      Files.deleteIfExists(said);
    }
  }
}
