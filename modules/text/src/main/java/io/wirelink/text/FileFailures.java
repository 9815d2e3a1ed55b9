package io.wirelink.text;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Says why a file cannot be read or written, and what to do: what follows the file's name. */
public final class FileFailures {
  private FileFailures() {}

  /** Why it cannot be read. */
  public static String reading(IOException e) {
    return switch (e) {
      case AccessDeniedException denied ->
          "this process may not read it: run it as root, or as the file's owner";
      case NoSuchFileException missing ->
          Files.isSymbolicLink(Path.of(missing.getFile()))
              ? "the link leads nowhere: let it lead to a file, or remove it"
              : "there is no such file";
      default -> "it cannot be read (" + reason(e) + "): make it readable";
    };
  }

  /** Why it cannot be written. */
  public static String writing(IOException e) {
    return switch (e) {
      case AccessDeniedException denied -> "this process may not write there: run it as root";
      case NoSuchFileException missing -> "there is no such directory: make it first";
      default -> reason(e);
    };
  }

  /** The system's own words, without the name of the file where they have it. */
  private static String reason(IOException e) {
    return e instanceof FileSystemException known && known.getReason() != null
        ? known.getReason()
        : String.valueOf(e.getMessage());
  }
}
