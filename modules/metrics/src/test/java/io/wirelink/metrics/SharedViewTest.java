package io.wirelink.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.wirelink.agent.AgentView;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** How often an agent is asked. */
class SharedViewTest {
  @Test
  void theAgentIsAskedAgainAfterASecond() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    long[] now = {Long.MAX_VALUE - 5};
    SharedView view =
        new SharedView(
            () -> {
              if (asked.incrementAndGet() == 2) {
                throw new TimeoutException("hangs");
              }
              return Views.some();
            },
            () -> now[0]);
    AgentView first = view.get();
    now[0] += 999_999_999;
    assertEquals(first, view.get());
    assertEquals(1, asked.get());
    now[0] += 1;
    assertThrows(Exception.class, view::get);
    now[0] += 1_000_000_000;
    assertEquals(first, view.get());
    assertEquals(3, asked.get());
  }
}
