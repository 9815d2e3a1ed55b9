package io.wirelink.config;

import io.wirelink.text.FileFailures;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The directory of the configuration files, one for each interface: {@code wirelink.IFACE.json}, or
 * another format that its ending tells.
 *
 * @param path the directory
 */
public record ConfigDirectory(Path path) {
  /** Where the configuration of WireGuard is too. */
  static final Path DEFAULT = Path.of("/etc/wireguard");

  private static final String PREFIX = "wirelink.";

  /** Room for tens of thousands of peers; what is larger was not meant to be read. */
  private static final int MAX_BYTES = 4 << 20;

  /** The directory that the environment names, or else the usual one. */
  public static ConfigDirectory of(Map<String, String> variables) {
    String path = variables.getOrDefault(EnvironmentSettings.CONFIG_PATH, "");
    return path.isEmpty() ? new ConfigDirectory(DEFAULT) : new ConfigDirectory(Path.of(path));
  }

  /**
   * Reads a file, which need not be in such a directory.
   *
   * @param interfaceName the interface that it is for; null if its name does not tell
   * @throws ConfigException if the file cannot be read or is wrong
   */
  public static ConfigFile read(Path file, @Nullable String interfaceName) throws ConfigException {
    ConfigFormat format =
        ConfigFormat.of(file)
            .orElseThrow(
                () ->
                    problem(
                        file,
                        "the name of a configuration ends in .json, .yaml, .yml or .toml, which"
                            + " tells its format: rename it"));
    ConfigNode root = ConfigReader.read(file.toString(), format, bytes(file));
    return ConfigFile.of(file.toString(), interfaceName, root);
  }

  /**
   * The file of an interface; nothing if it has none.
   *
   * @throws ConfigException if there are two, or the directory cannot be looked into
   */
  public Optional<Path> find(String interfaceName) throws ConfigException {
    List<Path> found = new ArrayList<>();
    for (ConfigFormat format : ConfigFormat.values()) {
      for (String extension : format.extensions()) {
        Path file = path.resolve(PREFIX + interfaceName + "." + extension);
        if (isThere(file)) {
          found.add(file);
        }
      }
    }
    if (found.size() > 1) {
      throw problem(
          found.getFirst(),
          "the interface %s is also configured by %s: keep one of the two"
              .formatted(interfaceName, found.get(1).getFileName()));
    }
    return found.stream().findFirst();
  }

  /** The file that an interface gets which has none. */
  public Path newFile(String interfaceName) {
    return path.resolve(PREFIX + interfaceName + ".json");
  }

  /** The interface that a file is for by its name; null if that does not tell. */
  public static @Nullable String interfaceOf(Path file) {
    String name = String.valueOf(file.getFileName());
    int end = name.lastIndexOf('.');
    return name.startsWith(PREFIX) && end > PREFIX.length()
        ? name.substring(PREFIX.length(), end)
        : null;
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
      throw problem(file, FileFailures.reading(e));
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
      throw problem(file, FileFailures.reading(e));
    }
  }

  private static ConfigException problem(Path file, String complaint) {
    return new ConfigException(new ConfigProblem(file.toString(), null, "", complaint));
  }
}
