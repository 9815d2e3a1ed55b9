package io.wirelink.state;

import io.wirelink.text.FileFailures;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * A file that is there with all of its text or not at all, whenever the machine may stop, that
 * nobody else reads, and that is not read if others could have written it.
 */
final class GuardedFile {

  /** Three times what a mesh of a thousand hosts needs. */
  static final int MAX_BYTES = 4 << 20;

  private static final int ROOT = 0;
  private static final String OWNER = "unix:uid";

  private static final Set<PosixFilePermission> WRITABLE_BY_OTHERS =
      Set.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);

  private final Path folder;
  private final Path file;
  private final Path draft;

  /**
   * A file.
   *
   * @param folder made when needed
   */
  GuardedFile(Path folder, String name) {
    this.folder = folder;
    file = folder.resolve(name);
    draft = folder.resolve("." + name + ".new");
  }

  /**
   * Reads it.
   *
   * @throws java.nio.file.NoSuchFileException if there is none
   * @throws StateJson.Damaged if it is not to be believed
   */
  byte[] read() throws IOException, StateJson.Damaged {
    return read(ROOT);
  }

  /**
   * The same of a file that may be another user's as well.
   *
   * @param other the number of that user
   */
  byte[] read(int other) throws IOException, StateJson.Damaged {
    PosixFileAttributes found =
        Files.readAttributes(file, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    if (!found.isRegularFile()) {
      throw new StateJson.Damaged("it is no regular file");
    }
    int owner = (int) Files.getAttribute(file, OWNER, LinkOption.NOFOLLOW_LINKS);
    if (owner != ROOT && owner != other && owner != ownUser()) {
      throw new StateJson.Damaged("it belongs to another user, of the number " + owner);
    }
    if (found.permissions().stream().anyMatch(WRITABLE_BY_OTHERS::contains)) {
      String mode = PosixFilePermissions.toString(found.permissions());
      throw new StateJson.Damaged("others may write it (its mode is " + mode + ")");
    }
    try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw new StateJson.Damaged("it has more than " + MAX_BYTES + " bytes");
      }
      return bytes;
    }
  }

  /** The user that this process acts as, proc_pid_status(5). */
  private static int ownUser() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
      String[] words = line.split("\\s+", -1);
      if (words[0].equals("Uid:")) {
        return Integer.parseUnsignedInt(words[2]);
      }
    }
    throw new IOException("/proc/self/status does not say whose process this is");
  }

  /** Writes it, in place of what it was. */
  void write(String text) throws IOException {
    try {
      Files.createDirectories(folder, mode("rwx------"));
      Files.deleteIfExists(draft);
      try {
        write(StandardCharsets.UTF_8.encode(text));
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(draft);
      }
      forceFolder();
    } catch (IOException e) {
      throw new IOException("cannot write " + file + ": " + FileFailures.writing(e), e);
    }
  }

  /** Removes it, if it is there. */
  void delete() throws IOException {
    try {
      if (Files.deleteIfExists(file)) {
        forceFolder();
      }
    } catch (IOException e) {
      throw new IOException("cannot remove " + file + ": " + FileFailures.writing(e), e);
    }
  }

  private void forceFolder() throws IOException {
    try (FileChannel entries = FileChannel.open(folder)) {
      entries.force(true);
    }
  }

  private void write(ByteBuffer bytes) throws IOException {
    Set<StandardOpenOption> options =
        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try (FileChannel channel = FileChannel.open(draft, options, mode("rw-------"))) {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
  }

  private static FileAttribute<Set<PosixFilePermission>> mode(String mode) {
    return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode));
  }

  @Override
  public String toString() {
    return file.toString();
  }
}
