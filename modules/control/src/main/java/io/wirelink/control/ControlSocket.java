package io.wirelink.control;

import io.wirelink.text.FileFailures;
import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/**
 * The file of an agent's control socket.
 *
 * @param directory where all agents have theirs
 * @param interfaceName the agent's interface, a possible name of one
 */
public record ControlSocket(Path directory, String interfaceName) {
  private static final String ENDING = ".sock";

  /** Others may see which agents run, and talk to none of them. */
  private static final String DIRECTORY_MODE = "rwxr-xr-x";

  private static final String SOCKET_MODE = "rw-------";

  /** Held while a socket is made. It stays: who removes a lock lets two hold it. */
  private static final String LOCK = ".lock";

  private static final Set<OpenOption> LOCKED =
      Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE);

  private static final FileAttribute<?> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(SOCKET_MODE));

  /** A bound socket and what tells its file from one that another agent put in its place. */
  record Bound(ServerSocketChannel channel, Object fileKey) {}

  /** Whether somebody answers at a socket. */
  public enum State {
    /** There is no socket, or its agent died without removing it. */
    ABSENT,
    /** There is, and this process may talk to its agent. */
    LIVE,
    /** There is, for somebody else. */
    FORBIDDEN
  }

  /** The file. */
  public Path path() {
    return directory.resolve(interfaceName + ENDING);
  }

  /**
   * The interfaces whose agents seem to run, sorted by name.
   *
   * @param directory where agents have their sockets; it need not exist
   */
  public static List<String> running(Path directory) {
    List<String> found = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*" + ENDING)) {
      for (Path file : files) {
        String name = file.getFileName().toString();
        String interfaceName = name.substring(0, name.length() - ENDING.length());
        if (new ControlSocket(directory, interfaceName).state() != State.ABSENT) {
          found.add(interfaceName);
        }
      }
    } catch (IOException e) {
      // Where there is no directory, or none for us, there is no agent for us.
      return List.of();
    }
    Collections.sort(found);
    return found;
  }

  /** Whether the socket's agent runs. */
  public State state() {
    // Not blocking: an agent that hangs would let the connection wait in its queue for ever.
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.configureBlocking(false);
      channel.connect(UnixDomainSocketAddress.of(path()));
      return State.LIVE;
    } catch (ConnectException e) {
      return State.ABSENT;
    } catch (IOException e) {
      if (Files.notExists(path(), LinkOption.NOFOLLOW_LINKS)) {
        return State.ABSENT;
      }
      return Files.isWritable(path()) ? State.LIVE : State.FORBIDDEN;
    }
  }

  /**
   * Makes the socket, in place of one that a dead agent left. Of several agents that want it at
   * once, one gets it.
   *
   * @throws ControlFailure if an agent runs for the interface already, or the socket cannot be made
   */
  Bound bind() {
    // A process has its locks of files as a whole: its threads wait for each other here.
    synchronized (ControlSocket.class) {
      try {
        makeDirectory();
        try (FileChannel lock = FileChannel.open(directory.resolve(LOCK), LOCKED, OWNER_ONLY);
            FileLock held = lock.lock()) {
          ensureAbsent();
          return bindInPrivate();
        }
      } catch (IOException e) {
        throw new ControlFailure(
            ControlFailure.Kind.FAILED,
            "cannot make the control socket " + path() + ": " + FileFailures.writing(e));
      }
    }
  }

  private void makeDirectory() throws IOException {
    try {
      Files.createDirectory(
          directory,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(DIRECTORY_MODE)));
    } catch (FileAlreadyExistsException e) {
      // There it is, or something else is, which shows when a file is made in it.
    }
  }

  private void ensureAbsent() {
    switch (state()) {
      case ABSENT -> {}
      case LIVE ->
          throw inTheWay("an agent runs on %s already (it answers at %s): stop that one first");
      case FORBIDDEN ->
          throw inTheWay(
              "whether an agent runs on %s already, only root and the owner of %s can tell: stop"
                  + " that agent, or remove the file");
    }
  }

  private ControlFailure inTheWay(String why) {
    return new ControlFailure(ControlFailure.Kind.FAILED, why.formatted(interfaceName, path()));
  }

  /** Nobody can connect before the mode is set: the socket is made where only its owner looks. */
  private Bound bindInPrivate() throws IOException {
    Path nursery = Files.createTempDirectory(directory, ".new");
    Path newborn = nursery.resolve("s");
    ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      channel.bind(UnixDomainSocketAddress.of(newborn));
      Files.setPosixFilePermissions(newborn, PosixFilePermissions.fromString(SOCKET_MODE));
      Files.move(newborn, path(), StandardCopyOption.ATOMIC_MOVE);
      return new Bound(channel, fileKey());
    } catch (IOException e) {
      channel.close();
      Files.deleteIfExists(newborn);
      throw e;
    } finally {
      Files.deleteIfExists(nursery);
    }
  }

  /** Closes the socket and removes its file, unless that is another agent's by now. */
  void remove(Bound bound) throws IOException {
    bound.channel().close();
    try {
      if (fileKey().equals(bound.fileKey())) {
        Files.deleteIfExists(path());
      }
    } catch (NoSuchFileException e) {
      // Somebody was faster.
    }
  }

  private Object fileKey() throws IOException {
    return Files.readAttributes(path(), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
        .fileKey();
  }
}
