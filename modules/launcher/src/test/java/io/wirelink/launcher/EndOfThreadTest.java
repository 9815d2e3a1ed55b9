package io.wirelink.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EndOfThreadTest {

  @Test
  void aThreadThatFailsEndsTheProcessWithAFailure() throws InterruptedException {
    List<Integer> exitCodes = new ArrayList<>();
    Thread thread =
        new Thread(
            () -> {
              throw new AssertionError("that a test throws");
            });
    thread.setUncaughtExceptionHandler(new EndOfThread(exitCodes::add));
    thread.start();
    thread.join();
    assertEquals(List.of(1), exitCodes);
  }

  @Test
  void aThreadThatIsDoneEndsNothing() throws InterruptedException {
    List<Integer> exitCodes = new ArrayList<>();
    Thread thread = new Thread(() -> {});
    thread.setUncaughtExceptionHandler(new EndOfThread(exitCodes::add));
    thread.start();
    thread.join();
    assertEquals(List.of(), exitCodes);
  }
}
