package io.wirelink.config;

import io.wirelink.device.Cidr;
import io.wirelink.device.PublicKey;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.function.UnaryOperator;

/**
 * The peers in the file by which wg-quick(8) brings an interface up. Who writes it replaces it as a
 * whole, with the mode 0600, as {@code wg-quick save} does.
 *
 * @param file the file
 */
public record WgQuickPeers(Path file) {

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
      return new LockedFile(file).change(text -> change.apply(new WgQuickText(text)).text());
    } catch (NoSuchFileException e) {
      throw missing();
    }
  }
}
