package io.wirelink.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

/**
 * The directory of the configuration files, one for each interface: {@code wirelink.IFACE.json}, or
 * another format that its ending tells.
 *
 * @param path the directory
 */
record ConfigDirectory(Path path) {
  /** Where the configuration of WireGuard is too. */
  static final Path DEFAULT = Path.of("/etc/wireguard");

  /** Room for tens of thousands of peers; what is larger was not meant to be read. */
  private static final int MAX_BYTES = 4 << 20;

  /**
   * Reads the configuration of an interface.
   *
   * @return what its file says; nothing if there is no file
   * @throws ConfigException if the file cannot be read or is wrong, or if there are two
   */
  ConfigFile read(String interfaceName) throws ConfigException {
    List<Candidate> found = find(interfaceName);
    if (found.isEmpty()) {
      return ConfigFile.NONE;
    }
    Path file = found.getFirst().file();
    if (found.size() > 1) {
      throw problem(
          file,
          "the interface %s is also configured by %s: keep one of the two"
              .formatted(interfaceName, found.get(1).file().getFileName()));
    }
    ConfigNode root = ConfigReader.read(file.toString(), found.getFirst().format(), bytes(file));
    return ConfigFile.of(file.toString(), interfaceName, root);
  }

  private record Candidate(Path file, ConfigFormat format) {}

  private List<Candidate> find(String interfaceName) throws ConfigException {
    List<Candidate> found = new ArrayList<>();
    for (ConfigFormat format : ConfigFormat.values()) {
      for (String extension : format.extensions()) {
        Path file = path.resolve("wirelink." + interfaceName + "." + extension);
        if (isThere(file)) {
          found.add(new Candidate(file, format));
        }
      }
    }
    return found;
  }

  /**
   * Whether there is such a file, readable or not; what cannot be looked for is not taken for
   * absent.
   */
  private static boolean isThere(Path file) throws ConfigException {
    try {
      Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      return true;
    } catch (NoSuchFileException | NotDirectoryException e) {
      return false;
    } catch (IOException e) {
      throw problem(file, unreadable(e));
    }
  }

  private static byte[] bytes(Path file) throws ConfigException {
    try {
      // Not after opening it: a pipe would keep us waiting for a writer.
      if (!Files.readAttributes(file, BasicFileAttributes.class).isRegularFile()) {
        throw problem(file, "this is not a regular file: make it one, or remove it");
      }
      try (InputStream stream = Files.newInputStream(file)) {
        byte[] bytes = stream.readNBytes(MAX_BYTES + 1);
        if (bytes.length > MAX_BYTES) {
          throw problem(file, "the file is larger than %d MiB".formatted(MAX_BYTES >> 20));
        }
        return bytes;
      }
    } catch (IOException e) {
      throw problem(file, unreadable(e));
    }
  }

  private static String unreadable(IOException e) {
    return switch (e) {
      case AccessDeniedException denied ->
          "this process may not read it: run it as root, or as the file's owner";
      case NoSuchFileException missing ->
          "the link leads nowhere: let it lead to a file, or remove it";
      case FileSystemException other when other.getReason() != null ->
          "it cannot be read (" + other.getReason() + "): make it readable, or remove it";
      default -> "it cannot be read (" + e.getMessage() + "): make it readable, or remove it";
    };
  }

  private static ConfigException problem(Path file, String complaint) {
    return new ConfigException(new ConfigProblem(file.toString(), null, "", complaint));
  }
}
