package io.wirelink.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A unit of systemd as it is installed.
 *
 * @param name the name of its file
 * @param lines its lines, without comments and empty ones
 */
record Unit(String name, List<String> lines) {
  static final Path FOLDER = Lab.SCRIPTS.resolveSibling("systemd");

  /** Those that run an agent. */
  static final List<String> NAMES = List.of("wirelink@.service", "wl-quick@.service");

  static final List<String> SERVICES =
      List.of("wirelink@.service", "wl-quick@.service", "wirelink-save@.service");

  /** All of them, each after those that it starts. */
  static final List<String> ALL =
      List.of(
          "wirelink@.service",
          "wl-quick@.service",
          "wirelink-save@.service",
          "wirelink-save@.path");

  static Unit read(String name) {
    try (var lines = Files.lines(FOLDER.resolve(name))) {
      return new Unit(
          name, lines.filter(line -> !line.isBlank() && !line.startsWith("#")).toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The lines of a section. */
  List<String> section(String title) {
    List<String> found = new ArrayList<>();
    boolean inside = false;
    for (String line : lines) {
      if (line.startsWith("[")) {
        inside = line.equals("[" + title + "]");
      } else if (inside) {
        found.add(line);
      }
    }
    return found;
  }

  /** The words of a setting of the service, in all its lines. */
  List<String> words(String setting) {
    return section("Service").stream()
        .filter(line -> line.startsWith(setting + "="))
        .flatMap(line -> List.of(line.substring(setting.length() + 1).split(" ")).stream())
        .toList();
  }
}
