package io.wirelink.device;

import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Serves interfaces of userspace implementations such as wireguard-go, over the socket that each of
 * them has in {@link #DIRECTORY} (wireguard.com/xplatform).
 */
public final class UserspaceBackend implements WireGuardBackend {

  /** Where userspace implementations put their sockets, as {@code INTERFACE.sock}. */
  public static final Path DIRECTORY = Path.of("/var/run/wireguard");

  /**
   * How long a request may take. An implementation answers within milliseconds; one that has not
   * after so long hangs, and the agent has more to do than to wait for it.
   */
  private static final Duration LIMIT = Duration.ofSeconds(3);

  private final Path directory;
  private final Duration limit;

  /** Looks where every implementation puts its sockets. */
  public UserspaceBackend() {
    this(DIRECTORY, LIMIT);
  }

  /** Looks elsewhere, and waits as long as given. */
  UserspaceBackend(Path directory, Duration limit) {
    this.directory = directory;
    this.limit = limit;
  }

  /** {@inheritDoc} */
  @Override
  public int preference() {
    return 10;
  }

  /**
   * {@inheritDoc}
   *
   * <p>A socket that nobody listens on any more is what a killed process leaves behind: it counts
   * as none.
   */
  @Override
  public Optional<WireGuard> open(String interfaceName) throws DeviceException {
    if (!InterfaceNames.isValid(interfaceName)) {
      return Optional.empty();
    }
    UapiSocket socket = new UapiSocket(directory.resolve(interfaceName + ".sock"), limit);
    if (Files.notExists(socket.path())) {
      return Optional.empty();
    }
    try {
      socket.probe();
    } catch (ConnectException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UapiFailures(interfaceName, socket).refused(UapiFailures.Operation.OPEN, e);
    }
    return Optional.of(new UserspaceWireGuard(interfaceName, socket));
  }
}
