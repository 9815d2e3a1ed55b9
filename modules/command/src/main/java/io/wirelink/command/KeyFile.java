package io.wirelink.command;

import io.wirelink.device.PrivateKey;
import io.wirelink.text.FileFailures;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file with a private key as {@code wg genkey} prints it.
 *
 * @param name the file; {@code -} for standard input
 * @param exitCode what a command ends with that cannot use it
 */
record KeyFile(String name, int exitCode) {
  private static final String STANDARD_INPUT = "-";

  /** A key has 44 characters; some blank space around it does no harm. */
  private static final int MAX_BYTES = 1024;

  /**
   * Reads the key.
   *
   * @return the key in base64, which {@link PrivateKey#parse} takes
   * @throws CommandFailure if there is none
   */
  String read(InputStream standardInput) {
    try {
      String text = new String(bytes(standardInput), StandardCharsets.ISO_8859_1).strip();
      PrivateKey.parse(text);
      return text;
    } catch (IllegalArgumentException e) {
      throw unusable("there is no private key in it, such as 'wg genkey' prints");
    } catch (IOException e) {
      throw unusable(FileFailures.reading(e));
    }
  }

  private byte[] bytes(InputStream standardInput) throws IOException {
    if (name.equals(STANDARD_INPUT)) {
      return standardInput.readNBytes(MAX_BYTES);
    }
    try (InputStream in = Files.newInputStream(Path.of(name))) {
      return in.readNBytes(MAX_BYTES);
    }
  }

  /** The failure of a command that cannot use the key, for the reason given. */
  CommandFailure unusable(String why) {
    String shown = name.equals(STANDARD_INPUT) ? "standard input" : name;
    return new CommandFailure(
        exitCode, "the private key cannot be taken from " + shown + ": " + why);
  }
}
