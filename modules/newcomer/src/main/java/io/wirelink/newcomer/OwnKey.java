package io.wirelink.newcomer;

import io.wirelink.config.NewFile;
import io.wirelink.device.PrivateKey;
import io.wirelink.device.PublicKey;
import io.wirelink.text.FileFailures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The key that a newcomer makes for itself, which is never sent anywhere. It is kept from before
 * the router is asked until the interface has its file: who is interrupted in between asks again
 * with the same key, and is let in, since the invitation is its own.
 *
 * @param base64 the key as {@code wg genkey} prints it
 * @param file where it is kept
 */
record OwnKey(String base64, Path file) {

  /** What was kept for this invitation, or a new one. */
  static OwnKey of(
      Path folder, String interfaceName, PublicKey oneTimeKey, RandomGenerator random) {
    Path file = folder.resolve("." + interfaceName + ".joining");
    try {
      List<String> lines = Files.readAllLines(file);
      if (lines.size() == 2 && lines.getFirst().equals(oneTimeKey.toString())) {
        PrivateKey.parse(lines.getLast());
        return new OwnKey(lines.getLast(), file);
      }
    } catch (IOException | IllegalArgumentException e) {
      // There is none, or none that is of any use.
    }
    byte[] secret = PrivateKey.generate(random).bytes();
    OwnKey made = new OwnKey(Base64.getEncoder().encodeToString(secret), file);
    Arrays.fill(secret, (byte) 0);
    new NewFile(file).write(oneTimeKey + "\n" + made.base64() + "\n", true);
    return made;
  }

  PublicKey publicKey() {
    return PrivateKey.parse(base64).publicKey();
  }

  /** Forgets what was kept. */
  void forget() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new JoinFailure("cannot delete " + file + ": " + FileFailures.writing(e));
    }
  }

  /** Does not show the key. */
  @Override
  public String toString() {
    return "the key of " + publicKey();
  }
}
