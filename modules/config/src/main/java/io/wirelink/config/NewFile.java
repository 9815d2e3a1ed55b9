package io.wirelink.config;

import io.wirelink.text.FileFailures;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * A file that is there with all of its text or not at all, whenever the machine may stop, and that
 * nobody but its owner reads.
 *
 * @param path where it is to be
 */
public record NewFile(Path path) {

  /** Whether there is something of this name already, be it a link to nowhere. */
  public boolean isTaken() {
    return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
  }

  /**
   * Writes it.
   *
   * @param replace whether it may take the place of another
   * @throws ConfigFailure if there is another, or it cannot be written
   */
  public void write(String text, boolean replace) {
    write(text.getBytes(StandardCharsets.UTF_8), replace);
  }

  /** The same with bytes. */
  void write(byte[] bytes, boolean replace) {
    try {
      Path folder = path.toAbsolutePath().getParent();
      // Made with the mode 0600, whatever the umask.
      Path draft = Files.createTempFile(folder, ".wirelink", ".new");
      try {
        fill(draft, bytes);
        publish(draft, replace);
      } finally {
        Files.deleteIfExists(draft);
      }
    } catch (FileAlreadyExistsException e) {
      throw taken();
    } catch (IOException e) {
      throw new ConfigFailure("cannot write " + path + ": " + FileFailures.writing(e));
    }
  }

  private static void fill(Path draft, byte[] content) throws IOException {
    try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
      ByteBuffer bytes = ByteBuffer.wrap(content);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
  }

  private void publish(Path draft, boolean replace) throws IOException {
    if (replace) {
      Files.move(draft, path, StandardCopyOption.ATOMIC_MOVE);
    } else {
      // A second name fails where there is a file, and a move would replace it.
      Files.createLink(path, draft);
    }
  }

  /** What to say where there is another. */
  public ConfigFailure taken() {
    return new ConfigFailure(
        path + " is there already, and nothing was written: --force replaces it");
  }
}
