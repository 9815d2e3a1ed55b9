package io.wirelink.config;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Another process that changes a file: says that it has the lock, has read the file, waits for a
 * line, and puts another file in the place of it, with a line more.
 */
final class LockHolder {
  private LockHolder() {}

  /** Runs on nothing but the JDK. */
  public static void main(String[] args) throws IOException {
    Path file = Path.of(args[0]);
    try (FileChannel channel =
            FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
        FileLock lock = channel.lock()) {
      // By the same descriptor: to close any other one would give up the lock.
      byte[] read = Channels.newInputStream(channel).readAllBytes();
      System.out.println("held " + lock.isValid());
      System.in.read();
      Path draft = Files.write(file.resolveSibling("draft"), read);
      Files.writeString(draft, "# more\n", StandardOpenOption.APPEND);
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    }
  }
}
