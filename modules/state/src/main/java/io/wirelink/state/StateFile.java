package io.wirelink.state;

import io.wirelink.agent.RememberedMesh;
import io.wirelink.agent.StateStore;
import io.wirelink.config.EnvironmentSettings;
import io.wirelink.device.PublicKey;
import io.wirelink.text.FileFailures;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file that keeps what the agent of an interface knows (docs/operating.md, "After a restart").
 * Who can write it decides whom this host takes for members until somebody with a say is heard; so
 * one that others could have written is not read.
 */
public final class StateFile implements StateStore {
  private static final Logger log = LoggerFactory.getLogger(StateFile.class);

  /** Where all agents have theirs (systemd's {@code StateDirectory=wirelink}). */
  private static final Path DEFAULT_FOLDER = Path.of("/var/lib/wirelink");

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
   * The file of an interface.
   *
   * @param folder where all agents have theirs; made when needed
   */
  StateFile(Path folder, String interfaceName) {
    this.folder = folder;
    file = folder.resolve(interfaceName + ".json");
    draft = folder.resolve("." + interfaceName + ".json.new");
  }

  /** The file of an interface, where the environment wants it. */
  public static StateFile of(Map<String, String> variables, String interfaceName) {
    String path = variables.getOrDefault(EnvironmentSettings.STATE_PATH, "");
    return new StateFile(path.isEmpty() ? DEFAULT_FOLDER : Path.of(path), interfaceName);
  }

  @Override
  public Optional<RememberedMesh> load(PublicKey self) {
    try {
      return Optional.of(read(self));
    } catch (NoSuchFileException e) {
      log.debug("Nothing is known from before: there is no {}", file);
    } catch (StateJson.Damaged e) {
      log.warn("Ignoring what is in {}: {}", file, e.getMessage());
    } catch (IOException e) {
      log.warn("Cannot read what is known from before in {}: {}", file, FileFailures.reading(e));
    }
    return Optional.empty();
  }

  /**
   * The same, with what is wrong.
   *
   * @throws NoSuchFileException if there is no file
   * @throws StateJson.Damaged if it is not to be believed
   */
  RememberedMesh read(PublicKey self) throws IOException, StateJson.Damaged {
    RememberedMesh mesh = StateJson.read(trustedBytes());
    if (!mesh.self().equals(self)) {
      throw new StateJson.Damaged("it is of another host, or of a key that this one had before");
    }
    return mesh;
  }

  private byte[] trustedBytes() throws IOException, StateJson.Damaged {
    PosixFileAttributes found =
        Files.readAttributes(file, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    if (!found.isRegularFile()) {
      throw new StateJson.Damaged("it is no regular file");
    }
    int owner = (int) Files.getAttribute(file, OWNER, LinkOption.NOFOLLOW_LINKS);
    if (owner != ROOT && owner != ownUser()) {
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

  @Override
  public void save(RememberedMesh mesh) throws IOException {
    try {
      Files.createDirectories(folder, mode("rwx------"));
      Files.deleteIfExists(draft);
      try {
        write(StandardCharsets.UTF_8.encode(StateJson.write(mesh)));
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(draft);
      }
      try (FileChannel entries = FileChannel.open(folder)) {
        entries.force(true);
      }
    } catch (IOException e) {
      throw new IOException("cannot write " + file + ": " + FileFailures.writing(e), e);
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
}
