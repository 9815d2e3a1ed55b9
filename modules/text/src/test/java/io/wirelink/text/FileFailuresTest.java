package io.wirelink.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileFailuresTest {
  @TempDir private Path folder;

  private static String reading(Path file) {
    return FileFailures.reading(
        assertThrows(IOException.class, () -> Files.newInputStream(file).readAllBytes()));
  }

  private static String writing(Path file) {
    return FileFailures.writing(assertThrows(IOException.class, () -> Files.createFile(file)));
  }

  @Test
  void whatIsNotThereIsToldFromALinkThatLeadsNowhere() throws IOException {
    assertEquals("there is no such file", reading(folder.resolve("a")));
    assertEquals(
        "the link leads nowhere: let it lead to a file, or remove it",
        reading(Files.createSymbolicLink(folder.resolve("b"), Path.of("a"))));
  }

  @Test
  void theSystemSaysWhatIsRare() {
    assertEquals("it cannot be read (Is a directory): make it readable", reading(folder));
    assertEquals(
        "No space left on device",
        FileFailures.writing(new FileSystemException("/a", null, "No space left on device")));
    assertEquals("closed", FileFailures.writing(new IOException("closed")));
  }

  @Test
  void whoMayNotIsToldWhoMay() {
    IOException denied = new AccessDeniedException("/a");
    assertEquals(
        "this process may not read it: run it as root, or as the file's owner",
        FileFailures.reading(denied));
    assertEquals("this process may not write there: run it as root", FileFailures.writing(denied));
  }

  @Test
  void nothingIsWrittenWhereThereIsNoDirectory() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    assertEquals("there is no such directory: make it first", writing(folder.resolve("a/b")));
    assertEquals("Not a directory", writing(file.resolve("a")));
  }
}
