package io.wirelink.config;

import io.wirelink.device.PrivateKey;
import io.wirelink.device.PublicKey;
import io.wirelink.text.FileFailures;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The place of the private key in a file of wg-quick(8).
 *
 * @param file the file
 * @param line its line, counted from 0
 */
public record WgQuickKey(Path file, int line) {

  /** Several times what a mesh of a thousand hosts takes; what is larger was not meant. */
  private static final int MAX_BYTES = 4 << 20;

  private static final String KEY = "privatekey";

  /** Where the private half of a key is; nothing if it is not there, or the file is unreadable. */
  public static Optional<WgQuickKey> of(Path folder, String interfaceName, PublicKey half) {
    Path file = folder.resolve(interfaceName + ".conf");
    try {
      List<String> lines = read(file).lines().toList();
      for (int i = 0; i < lines.size(); i++) {
        if (keyOf(lines.get(i)).filter(half::equals).isPresent()) {
          return Optional.of(new WgQuickKey(file, i));
        }
      }
    } catch (IOException e) {
      // Whoever asks says what is not there.
    }
    return Optional.empty();
  }

  /** The public half of the private key in the file; empty if there is none that can be read. */
  public static Optional<PublicKey> inFile(Path folder, String interfaceName) {
    try {
      return read(folder.resolve(interfaceName + ".conf"))
          .lines()
          .flatMap(line -> keyOf(line).stream())
          .findFirst();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static String read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw new IOException("it is larger than %d MiB".formatted(MAX_BYTES >> 20));
      }
      // Each byte is a character, so that what is no UTF-8 comes out as it was.
      return new String(bytes, StandardCharsets.ISO_8859_1);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  /** The public half of the private key that a line has. */
  private static Optional<PublicKey> keyOf(String line) {
    String text = line.replaceAll("#.*", "").strip();
    int equals = text.indexOf('=');
    if (equals < 0 || !text.substring(0, equals).strip().toLowerCase(Locale.ROOT).equals(KEY)) {
      return Optional.empty();
    }
    try {
      return Optional.of(PrivateKey.parse(text.substring(equals + 1).strip()).publicKey());
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Where the file is kept as it was, when another key is put into it. */
  public Path before() {
    return file.resolveSibling(file.getFileName() + ".before");
  }

  /**
   * Puts another private key in the place of this one. The file is there as it was or as it is to
   * be, whenever the machine may stop; as it was it is kept beside it. Nobody else may read either.
   *
   * @param base64 the other key, as {@code wg genkey} prints it
   * @throws ConfigFailure if it cannot be written
   */
  public void replace(String base64) {
    try {
      String text = read(file);
      new NewFile(before()).write(bytes(text), true);
      List<String> lines = new ArrayList<>(text.lines().toList());
      lines.set(line, "PrivateKey = " + base64);
      new NewFile(file).write(bytes(String.join("\n", lines) + "\n"), true);
    } catch (IOException e) {
      throw new ConfigFailure("cannot read " + file + ": " + FileFailures.reading(e));
    }
  }

  /**
   * Puts back what was there before {@link #replace}.
   *
   * @throws ConfigFailure if it cannot be written
   */
  public void putBack() {
    try {
      new NewFile(file).write(bytes(read(before())), true);
    } catch (IOException e) {
      throw new ConfigFailure("cannot read " + before() + ": " + FileFailures.reading(e));
    }
  }
}
