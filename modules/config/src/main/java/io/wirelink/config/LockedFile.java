package io.wirelink.config;

import io.wirelink.text.FileFailures;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.function.UnaryOperator;

/**
 * A file that several commands change, one after the other, each from what the one before has left.
 * It is replaced as a whole, with the mode 0600; where it is a link, what that leads to is.
 *
 * <p>Its text has a character for each byte, so that what is no UTF-8 comes out as it was.
 *
 * @param path the file
 */
record LockedFile(Path path) {

  /** Several times what a mesh of a thousand hosts takes; what is larger was not meant. */
  private static final int MAX_BYTES = 4 << 20;

  /** How often somebody else may replace the file while it is waited for. */
  private static final int TRIES = 10;

  /**
   * What it has at the moment, whoever may be about to change it.
   *
   * @throws IOException if it cannot be read, or is larger than 4 MiB
   */
  String read() throws IOException {
    try (InputStream in = Files.newInputStream(path)) {
      return text(in);
    }
  }

  /**
   * Changes it, while nobody else does who does so by this class. It is there as it was or as it is
   * to be, whenever the machine may stop.
   *
   * @param change from the text that it has to the one that it is to have; it opens the file
   *     nowhere else, since whoever closes any descriptor of a file loses its locks (fcntl(2))
   * @return whether that is another text
   * @throws NoSuchFileException if it is not there
   * @throws ConfigFailure if it cannot be changed
   */
  boolean change(UnaryOperator<String> change) throws NoSuchFileException {
    try {
      for (int i = 0; i < TRIES; i++) {
        Path real = path.toRealPath();
        Object before = identity(real);
        try (FileChannel channel =
                FileChannel.open(real, StandardOpenOption.READ, StandardOpenOption.WRITE);
            FileLock lock = channel.lock()) {
          // Who held the lock may have put another file in the place of this one.
          if (lock.isValid() && Objects.equals(before, identity(real))) {
            return change(real, channel, change);
          }
        }
      }
      throw new IOException("it is replaced again and again");
    } catch (NoSuchFileException e) {
      throw e;
    } catch (IOException e) {
      throw new ConfigFailure("cannot change " + path + ": " + FileFailures.writing(e));
    }
  }

  private static Object identity(Path real) throws IOException {
    return Files.getAttribute(real, "unix:ino");
  }

  private static boolean change(Path real, FileChannel channel, UnaryOperator<String> change)
      throws IOException {
    // Not closed here: it is the channel's.
    String text = text(Channels.newInputStream(channel));
    String changed = change.apply(text);
    if (changed.equals(text)) {
      return false;
    }
    new NewFile(real).write(bytes(changed), true);
    return true;
  }

  private static String text(InputStream in) throws IOException {
    byte[] bytes = in.readNBytes(MAX_BYTES + 1);
    if (bytes.length > MAX_BYTES) {
      throw new IOException("it is larger than %d MiB".formatted(MAX_BYTES >> 20));
    }
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  /** The bytes of such a text. */
  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
