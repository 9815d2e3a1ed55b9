package io.wirelink.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wirelink.fixtures.Views;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a supervisor is told of an agent's life. */
@Timeout(300)
class SupervisorTest {
  private final BlockingQueue<String> told = new LinkedBlockingQueue<>();

  private String next() throws InterruptedException {
    return told.take();
  }

  /** The next that is told but for the status, which comes when a second has passed. */
  private String nextButStatus() throws InterruptedException {
    String next = next();
    return next.startsWith("STATUS=") ? nextButStatus() : next;
  }

  @Test
  void itIsToldOfStartReloadAndEndInTheirOrder() throws Exception {
    try (Supervisor supervisor = new Supervisor(told::add, 0)) {
      supervisor.begin(Views::some);
      supervisor.started();
      assertEquals("READY=1\n", next());
      assertEquals("STATUS=leaf, 6 facts, no peers\n", next());
      long before = System.nanoTime() / 1000;
      supervisor.reloading();
      supervisor.reloaded();
      String reloading = next();
      assertTrue(reloading.matches("RELOADING=1\nMONOTONIC_USEC=\\d+\n"), reloading);
      assertTrue(Long.parseLong(reloading.replaceAll("\\D", "").substring(1)) >= before);
      assertEquals("READY=1\n", next());
      supervisor.stopping();
      assertEquals("STOPPING=1\n", next());
    }
    assertNull(told.poll());
  }

  @Test
  void eachTurnOfTheLoopIsToldOfOnce() throws Exception {
    try (Supervisor supervisor = new Supervisor(told::add, TimeUnit.MILLISECONDS.toNanos(40))) {
      supervisor.begin(Views::some);
      supervisor.stepped(1);
      supervisor.started();
      assertEquals("READY=1\n", nextButStatus());
      assertEquals("WATCHDOG=1\n", nextButStatus());
      supervisor.stepped(1);
      assertEquals("WATCHDOG=1\n", nextButStatus());
    }
    // Nobody stepped any more.
    assertEquals("STOPPING=1\n", nextButStatus());
  }

  @Test
  void aSupervisorThatTakesNothingHoldsNobodyUp() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    CountDownLatch blocked = new CountDownLatch(1);
    Supervisor supervisor =
        new Supervisor(
            state -> {
              blocked.countDown();
              boolean done = false;
              boolean interrupted = false;
              while (!done) {
                try {
                  never.await();
                  done = true;
                } catch (InterruptedException e) {
                  // As a call to the system that waits for a receiver.
                  interrupted = true;
                }
              }
              if (interrupted) {
                Thread.currentThread().interrupt();
              }
            },
            1);
    supervisor.begin(Views::some);
    supervisor.started();
    blocked.await();
    for (int i = 0; i < 1000; i++) {
      supervisor.reloading();
      supervisor.stepped(i);
      supervisor.reloaded();
    }
    supervisor.stopping();
    supervisor.close();
    never.countDown();
  }

  @Test
  void anAgentThatEndsWhileItIsAskedIsSaidToStop() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    try (Supervisor supervisor = new Supervisor(told::add, 0)) {
      supervisor.begin(
          () -> {
            asked.countDown();
            new CountDownLatch(1).await();
            throw new AssertionError("nobody answers");
          });
      supervisor.started();
      asked.await();
    }
    assertEquals("READY=1\n", next());
    assertEquals("STOPPING=1\n", next());
  }

  @Test
  void whoHasNoSupervisorTellsNobody() {
    Set<Thread> before = threads();
    try (Supervisor supervisor = Supervisor.of(Map.of())) {
      supervisor.begin(Views::some);
      supervisor.started();
      supervisor.stepped(1);
      supervisor.reloading();
      supervisor.reloaded();
      assertTrue(before.containsAll(threads()), "a thread was begun that tells");
      supervisor.stopping();
    }
  }

  /** Those that tell; one of a test before may be about to end. */
  private static Set<Thread> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("systemd"))
        .collect(Collectors.toSet());
  }
}
