package io.wirelink.config;

import io.wirelink.device.PrivateKey;
import io.wirelink.device.PublicKey;
import io.wirelink.text.FileFailures;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * The private key in a file of wg-quick(8), as it is before another one takes its place.
 *
 * @param file the file
 * @param half the key's public half
 */
public record WgQuickKey(Path file, PublicKey half) {

  private static final String KEY = "privatekey";

  /** The private half of a key; nothing if it is not there, or the file is unreadable. */
  public static Optional<WgQuickKey> of(Path folder, String interfaceName, PublicKey half) {
    Path file = folder.resolve(interfaceName + ".conf");
    try {
      return lineOf(half, lines(new LockedFile(file).read())).isPresent()
          ? Optional.of(new WgQuickKey(file, half))
          : Optional.empty();
    } catch (IOException e) {
      // Whoever asks says what is not there.
      return Optional.empty();
    }
  }

  /** The public half of the private key in the file; empty if there is none that can be read. */
  public static Optional<PublicKey> inFile(Path folder, String interfaceName) {
    try {
      return lines(new LockedFile(folder.resolve(interfaceName + ".conf")).read()).stream()
          .flatMap(line -> keyOf(line).stream())
          .findFirst();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static List<String> lines(String text) {
    return Arrays.asList(text.split("\n", -1));
  }

  private static OptionalInt lineOf(PublicKey half, List<String> lines) {
    return IntStream.range(0, lines.size())
        .filter(i -> keyOf(lines.get(i)).filter(half::equals).isPresent())
        .findFirst();
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
   * Puts another private key in the place of this one, wherever that is by now. The file is there
   * as it was or as it is to be, whenever the machine may stop; as it was it is kept beside it.
   * Nobody else may read either.
   *
   * @param base64 the other key, as {@code wg genkey} prints it
   * @throws ConfigFailure if the file has this key no more, or cannot be written
   */
  public void replace(String base64) {
    change(
        text -> {
          String changed = withLine(text, half, "PrivateKey = " + base64);
          new NewFile(before()).write(LockedFile.bytes(text), true);
          return changed;
        });
  }

  /**
   * Puts this key back, in the line that it had before {@link #replace}, and leaves what others
   * have changed since.
   *
   * @param next the public half of the key that is in its place
   * @throws ConfigFailure if that is there no more, or the file cannot be written
   */
  public void putBack(PublicKey next) {
    try {
      List<String> kept = lines(new LockedFile(before()).read());
      int line = lineOf(half, kept).orElseThrow(() -> gone(before()));
      change(text -> withLine(text, next, kept.get(line)));
    } catch (IOException e) {
      throw new ConfigFailure("cannot read " + before() + ": " + FileFailures.reading(e));
    }
  }

  private void change(UnaryOperator<String> change) {
    try {
      new LockedFile(file).change(change);
    } catch (NoSuchFileException e) {
      throw new ConfigFailure("cannot read " + file + ": " + FileFailures.reading(e));
    }
  }

  /** The same text with another line where a key is. */
  private String withLine(String text, PublicKey key, String other) {
    List<String> lines = lines(text);
    int line = lineOf(key, lines).orElseThrow(() -> gone(file));
    lines.set(line, other);
    return String.join("\n", lines);
  }

  private static ConfigFailure gone(Path file) {
    return new ConfigFailure(file + " does not have the key any more that was there");
  }
}
