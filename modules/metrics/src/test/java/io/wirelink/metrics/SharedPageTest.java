package io.wirelink.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How often a page is rendered. */
@Timeout(600) // for what hangs
class SharedPageTest {
  private static final int MANY = 200;

  @Test
  void manyWhoAskAtOnceGetOneRenderingOfEachFormat() throws Exception {
    long[] now = {0};
    SharedView view = new SharedView(Views::some, () -> now[0]);
    AtomicInteger rendered = new AtomicInteger();
    Metrics metrics = new Metrics(new Build("1", ""));
    SharedPage page =
        new SharedPage(
            view,
            agent -> {
              rendered.incrementAndGet();
              return metrics.ofMesh(agent);
            });
    List<CompletableFuture<Page>> pages = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      Format format = i % 2 == 0 ? Format.PROMETHEUS : Format.OPEN_METRICS;
      CompletableFuture<Page> got = new CompletableFuture<>();
      Thread.ofVirtual()
          .start(
              () -> {
                try {
                  got.complete(page.get(format));
                } catch (Exception e) {
                  got.completeExceptionally(e);
                }
              });
      pages.add(got);
    }
    for (int i = 0; i < MANY; i++) {
      assertSame(pages.get(i % 2).get(), pages.get(i).get());
    }
    assertEquals(2, rendered.get());
    now[0] += 1_000_000_000;
    assertNotSame(pages.getFirst().get(), page.get(Format.PROMETHEUS));
    assertEquals(3, rendered.get());
  }
}
