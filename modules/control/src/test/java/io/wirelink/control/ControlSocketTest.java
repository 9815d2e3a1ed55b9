package io.wirelink.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wirelink.control.ControlSocket.Bound;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.function.IntFunction;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.io.TempDir;

/** Agents that start at the same moment, as they do when a host boots. */
class ControlSocketTest {
  private static final int AGENTS = 8;

  @TempDir private Path folder;

  @RepeatedTest(20)
  void agentsOfSeveralInterfacesMakeTheDirectoryTogether() throws Exception {
    assertEquals(List.of(), refusals(agent -> "wg" + agent));
    assertEquals(AGENTS, ControlSocket.running(folder.resolve("wirelink")).size());
  }

  @RepeatedTest(20)
  void ofSeveralAgentsForOneInterfaceOneGetsTheSocket() throws Exception {
    List<String> refusals = refusals(agent -> "wg0");
    assertEquals(AGENTS - 1, refusals.size());
    for (String refusal : refusals) {
      assertTrue(refusal.startsWith("an agent runs on wg0 already"), refusal);
    }
  }

  /** Starts all agents at once, and lets those run that can. */
  private List<String> refusals(IntFunction<String> interfaceName) throws Exception {
    CyclicBarrier start = new CyclicBarrier(AGENTS);
    ConcurrentLinkedQueue<String> refusals = new ConcurrentLinkedQueue<>();
    ConcurrentLinkedQueue<Bound> bound = new ConcurrentLinkedQueue<>();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < AGENTS; i++) {
      ControlSocket socket = new ControlSocket(folder.resolve("wirelink"), interfaceName.apply(i));
      threads.add(
          Thread.startVirtualThread(
              () -> {
                try {
                  start.await();
                  bound.add(socket.bind());
                } catch (ControlFailure e) {
                  refusals.add(String.valueOf(e.getMessage()));
                } catch (Exception e) {
                  refusals.add(e.toString());
                }
              }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertEquals(AGENTS, bound.size() + refusals.size());
    return List.copyOf(refusals);
  }
}
