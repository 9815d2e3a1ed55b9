package io.wirelink.control;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.fasterxml.jackson.jr.ob.JSON;
import io.wirelink.agent.FactNotice;
import io.wirelink.fixtures.Notice;
import io.wirelink.fixtures.Views;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What the agent's thread does for those who watch, and does not. */
class FactWatchTest {
  private final FactWatch watch = new FactWatch();
  private final AtomicInteger woken = new AtomicInteger();

  private void happens(FactNotice notice) {
    watch.happened(() -> notice);
  }

  private FactWatch.Watcher watcher(Map<String, String> parameters) throws ControlException {
    return watch.watch(FactFilter.of(new ControlParameters(parameters), Views.some()));
  }

  private static Map<String, Object> read(ControlStream stream) throws IOException {
    byte[] line = stream.next();
    return line == null ? Map.of() : JSON.std.mapFrom(new String(line, UTF_8));
  }

  @Test
  void whileNobodyWatchesNoNoticeIsMade() throws Exception {
    watch.happened(
        () -> {
          throw new AssertionError("nobody wants it");
        });
    watcher(Map.of()).close();
    watch.happened(
        () -> {
          throw new AssertionError("nobody wants it any more");
        });
  }

  @Test
  void whoWatchesGetsWhatTheFilterPasses() throws Exception {
    FactWatch.Watcher all = watcher(Map.of());
    FactWatch.Watcher local = watcher(Map.of("source", "local"));
    FactWatch.Watcher router = watcher(Map.of("peer", "router", "attribute", "e"));
    FactWatch.Watcher members = watcher(Map.of("attribute", "member"));
    happens(Notice.of(FactNotice.Kind.NEW, 1));
    happens(Notice.ofThisHost());
    happens(Notice.rejected());
    happens(Notice.foreignPacket());
    assertEquals("new", read(all).get("reason"));
    assertEquals(Map.of("kind", "local"), read(all).get("source"));
    assertEquals("not_trusted", read(all).get("rule"));
    assertEquals(Map.of("kind", "address", "address", "fe80::7"), read(all).get("source"));
    assertNull(all.next());
    assertEquals("withdrawn", read(local).get("reason"));
    assertNull(local.next());
    assertEquals("192.0.2.1:1", read(router).get("value"));
    assertNull(router.next());
    assertNull(members.next());
  }

  @Test
  void whoDoesNotReadLosesEventsAndIsToldHowManyAndWhere() throws Exception {
    FactWatch.Watcher slow = watcher(Map.of());
    for (int i = 0; i < FactWatch.MAX_WAITING + 7; i++) {
      happens(Notice.of(FactNotice.Kind.NEW, i));
    }
    assertEquals("192.0.2.1:0", read(slow).get("value"));
    happens(Notice.of(FactNotice.Kind.EXPIRED, 9999));
    for (int i = 1; i < FactWatch.MAX_WAITING; i++) {
      assertEquals("192.0.2.1:" + i, read(slow).get("value"));
    }
    assertEquals(7, read(slow).get("lost"));
    assertEquals("expired", read(slow).get("reason"));
    assertNull(slow.next());
    for (int i = 0; i < FactWatch.MAX_WAITING + 3; i++) {
      happens(Notice.of(FactNotice.Kind.NEW, i));
    }
    for (int i = 0; i < FactWatch.MAX_WAITING; i++) {
      assertFalse(read(slow).containsKey("lost"));
    }
    assertEquals(3, read(slow).get("lost"), "also when nothing comes after");
    assertNull(slow.next());
  }

  @Test
  void oneWordIsEnoughUntilSomebodyHasLooked() throws Exception {
    watch.wakeWith(woken::incrementAndGet);
    FactWatch.Watcher watcher = watcher(Map.of());
    happens(Notice.of(FactNotice.Kind.NEW, 1));
    happens(Notice.of(FactNotice.Kind.NEW, 2));
    assertEquals(1, woken.get());
    watcher.next();
    happens(Notice.of(FactNotice.Kind.NEW, 3));
    assertEquals(2, woken.get());
  }
}
