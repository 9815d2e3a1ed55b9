package io.wirelink.config;

import io.wirelink.device.Cidr;
import io.wirelink.device.PublicKey;
import io.wirelink.text.FileFailures;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.Objects;
import java.util.function.UnaryOperator;

/**
 * The peers in the file by which wg-quick(8) brings an interface up. Who writes it replaces it as a
 * whole, with the mode 0600, as {@code wg-quick save} does.
 *
 * @param file the file
 */
public record WgQuickPeers(Path file) {

  /** Several times what a mesh of a thousand hosts takes; what is larger was not meant. */
  private static final int MAX_BYTES = 4 << 20;

  /** How often somebody else may replace the file while it is waited for. */
  private static final int TRIES = 10;

  /** That of an interface. */
  public static WgQuickPeers of(ConfigDirectory folder, String interfaceName) {
    return new WgQuickPeers(folder.path().resolve(interfaceName + ".conf"));
  }

  /** Whether it is known that there is no file; it may be in a folder that is closed to others. */
  public boolean isMissing() {
    return Files.notExists(file);
  }

  /**
   * Adds a peer, with a mark, unless the file has it, in the place of one with the mark that has
   * the same name.
   *
   * @return whether it was not there
   * @throws ConfigFailure if the file is not there, or cannot be written
   */
  public boolean add(String name, PublicKey peer, Collection<Cidr> routes) {
    return change(text -> text.with(name, peer, routes));
  }

  /**
   * Takes out a peer that was added so; one without the mark stays.
   *
   * @return whether it was there; also false if there is no file
   * @throws ConfigFailure if the file cannot be written
   */
  public boolean takeOut(PublicKey peer) {
    return Files.exists(file) && change(text -> text.without(peer));
  }

  /** What to say where there is none. */
  public ConfigFailure missing() {
    return new ConfigFailure("there is no " + file + ": wg-quick does not bring this interface up");
  }

  private boolean change(UnaryOperator<WgQuickText> change) {
    try {
      for (int i = 0; i < TRIES; i++) {
        Path real = file.toRealPath();
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
      throw missing();
    } catch (IOException e) {
      throw new ConfigFailure("cannot change " + file + ": " + FileFailures.writing(e));
    }
  }

  private static Object identity(Path real) throws IOException {
    return Files.getAttribute(real, "unix:ino");
  }

  private static boolean change(Path real, FileChannel channel, UnaryOperator<WgQuickText> change)
      throws IOException {
    // Not closed here: who closes any descriptor of a file loses its locks (fcntl(2)).
    byte[] bytes = Channels.newInputStream(channel).readNBytes(MAX_BYTES + 1);
    if (bytes.length > MAX_BYTES) {
      throw new IOException("it is larger than %d MiB".formatted(MAX_BYTES >> 20));
    }
    WgQuickText text = new WgQuickText(new String(bytes, StandardCharsets.ISO_8859_1));
    WgQuickText changed = change.apply(text);
    if (changed.equals(text)) {
      return false;
    }
    new NewFile(real).write(changed.text().getBytes(StandardCharsets.ISO_8859_1), true);
    return true;
  }
}
