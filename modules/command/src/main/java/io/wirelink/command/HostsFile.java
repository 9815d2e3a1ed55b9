package io.wirelink.command;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The part of a hosts file (hosts(5)) that is about the mesh of one interface: from a line that
 * begins it to one that ends it, both comments. Nothing else of the file is touched.
 *
 * @param interfaceName the interface
 */
record HostsFile(String interfaceName) {

  private String begin() {
    return "# wirelink " + interfaceName + " begins: these lines are replaced";
  }

  private String end() {
    return "# wirelink " + interfaceName + " ends";
  }

  /** The part with these lines. */
  List<String> part(List<String> lines) {
    List<String> part = new ArrayList<>(List.of(begin()));
    part.addAll(lines);
    part.add(end());
    return part;
  }

  /**
   * A file's lines with this part in place of the one that it has, or else at its end.
   *
   * @param part the part, as {@link #part} has it; empty to remove it
   * @throws CommandFailure if the part begins and does not end, so that nobody knows what is of it
   */
  List<String> with(List<String> part, List<String> file) {
    int from = file.indexOf(begin());
    List<String> all = new ArrayList<>(file);
    if (from < 0) {
      all.addAll(part);
      return all;
    }
    int length = file.subList(from, file.size()).indexOf(end()) + 1;
    if (length == 0) {
      throw new CommandFailure(
          CommandFailure.FAILED,
          "the line \"%s\" is not followed by \"%s\": remove what is wrong by hand"
              .formatted(begin(), end()));
    }
    all.subList(from, from + length).clear();
    all.addAll(from, part);
    return all;
  }

  private static void replace(Path file, Path next) throws IOException {
    try {
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (FileSystemException e) {
      Files.write(file, Files.readAllBytes(next));
    }
  }

  /**
   * Puts the part into a file, which is there with all of its text at any time, and keeps its
   * permissions. A file that cannot be replaced, as one that is mounted there in a container, is
   * written over instead.
   *
   * @throws CommandFailure if that is not possible
   */
  void write(Path file, List<String> part) {
    try {
      Path real = file.toRealPath();
      List<String> before = Files.readAllLines(real);
      List<String> after = with(part, before);
      if (after.equals(before)) {
        return;
      }
      Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(real);
      Path next = Files.createTempFile(real.toAbsolutePath().getParent(), ".hosts", ".wirelink");
      try {
        Files.write(next, after);
        Files.setPosixFilePermissions(next, permissions);
        replace(real, next);
      } finally {
        Files.deleteIfExists(next);
      }
    } catch (IOException | UnsupportedOperationException e) {
      throw new CommandFailure(
          CommandFailure.FAILED, "%s cannot be changed: %s".formatted(file, e.getMessage()));
    }
  }
}
