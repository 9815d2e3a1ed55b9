package io.wirelink.names;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FreshZoneTest {
  private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);

  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);
  private final AtomicInteger asked = new AtomicInteger();
  private volatile Zone zone = Mesh.some();
  private FreshZone fresh =
      new FreshZone(
          () -> {
            asked.incrementAndGet();
            return zone;
          },
          now::get,
          Long.MAX_VALUE);

  @AfterEach
  void close() {
    fresh.close();
  }

  @Test
  void theAgentIsNotAskedUntilSomebodyAsks() throws Exception {
    fresh.stepped(0);
    now.addAndGet(1000 * MILLI);
    assertEquals(0, asked.get());
    fresh.now();
    assertEquals(1, asked.get());
  }

  @Test
  void whileTheAgentDoesNothingNothingIsOld() throws Exception {
    Answerer first = fresh.now();
    now.addAndGet(1_000_000 * MILLI);
    assertSame(first, fresh.now());
    assertEquals(1, asked.get());
  }

  @Test
  void whatIsASecondOldIsAskedForFirst() throws Exception {
    Answerer first = fresh.now();
    fresh.stepped(0);
    now.addAndGet(1000 * MILLI);
    assertNotSame(first, fresh.now());
    assertEquals(2, asked.get());
  }

  @Test
  void whatIsYoungerIsAnsweredWhileItIsAskedFor() throws Exception {
    Answerer first = fresh.now();
    fresh.stepped(0);
    now.addAndGet(99 * MILLI);
    assertSame(first, fresh.now());
    assertEquals(1, asked.get());
    now.addAndGet(MILLI);
    // It may be there at once, or a little later.
    while (fresh.now() == first) {
      Thread.onSpinWait();
    }
    assertEquals(2, asked.get());
  }

  /** The first waits as long as it may, and those after it not at all. */
  @Test
  void anAgentThatIsBusyKeepsNobodyWaiting() throws Exception {
    CountDownLatch free = new CountDownLatch(1);
    AtomicInteger questions = new AtomicInteger();
    fresh.close();
    fresh =
        new FreshZone(
            () -> {
              if (questions.incrementAndGet() > 1) {
                free.await();
              }
              return zone;
            },
            now::get,
            50 * MILLI);
    Answerer first = null;
    while (first == null) {
      first = fresh.now();
    }
    fresh.stepped(0);
    now.addAndGet(1000 * MILLI);
    for (int i = 0; i < 1000; i++) {
      assertSame(first, fresh.now());
    }
    free.countDown();
    while (fresh.now() == first) {
      Thread.onSpinWait();
    }
    assertEquals(2, questions.get());
  }

  @Test
  void anAgentThatSaysNothingLeavesNothingToAnswer() throws Exception {
    fresh.close();
    fresh =
        new FreshZone(
            () -> {
              throw new TimeoutException();
            },
            now::get,
            Long.MAX_VALUE);
    assertNull(fresh.now());
    assertNull(fresh.now());
  }
}
