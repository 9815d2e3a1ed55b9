package io.wirelink.newcomer;

import java.io.IOException;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/**
 * What a newcomer finds on its host.
 *
 * @param programs what it can run
 * @param mail opens a socket in the tunnel
 * @param hasInterface whether there is an interface of a name
 * @param folder where wg-quick looks for its files
 * @param hasSystemd whether systemd starts services here (sd_booted(3))
 * @param clock what time it is
 * @param random for keys; unpredictable, except in a test
 */
public record NewcomerHost(
    HostPrograms programs,
    RouterMail.Opener mail,
    Predicate<String> hasInterface,
    Path folder,
    boolean hasSystemd,
    InstantSource clock,
    RandomGenerator random) {

  /** One that has no programs. */
  public static final NewcomerHost NONE =
      new NewcomerHost(
          HostPrograms.NONE,
          (interfaceName, own, port) -> {
            throw new IOException("there is no network");
          },
          name -> false,
          Path.of("/nonexistent"),
          false,
          InstantSource.system(),
          new SecureRandom());

  /** This one. */
  public static NewcomerHost ofThis() {
    return new NewcomerHost(
        new SystemPrograms(),
        UdpMail::open,
        NewcomerHost::isInterface,
        Path.of("/etc/wireguard"),
        Files.isDirectory(Path.of("/run/systemd/system")),
        InstantSource.system(),
        new SecureRandom());
  }

  private static boolean isInterface(String name) {
    try {
      return NetworkInterface.getByName(name) != null;
    } catch (SocketException e) {
      return false;
    }
  }
}
