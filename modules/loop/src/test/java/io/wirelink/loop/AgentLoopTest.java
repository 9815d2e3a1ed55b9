package io.wirelink.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wirelink.agent.AgentConfig;
import io.wirelink.agent.AgentListener;
import io.wirelink.agent.AgentView;
import io.wirelink.agent.InterfaceFilter;
import io.wirelink.agent.PeerStory;
import io.wirelink.agent.StateStore;
import io.wirelink.device.Cidr;
import io.wirelink.device.DeviceException;
import io.wirelink.device.IpAddress;
import io.wirelink.device.PeerChange;
import io.wirelink.device.PublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How an agent is run on a host; what agents do is tested elsewhere. */
@Timeout(300)
class AgentLoopTest {
  private static final PublicKey PEER = new PublicKey(7, 0, 0, 0);
  private static final Cidr PEERS_NETWORK = Cidr.parse("10.7.0.0/16");
  private static final Cidr PEERS_ADDRESS = Cidr.host(PEER.linkLocalAddress());

  private final FakeHost host = new FakeHost();

  /** A peer that the agent has to configure: the device does not route its link-local address. */
  private void addPeer() {
    host.peers.put(PEER, FakeHost.peer(PEER, Set.of(PEERS_NETWORK)));
  }

  private static AgentConfig config(@Nullable Boolean router, @Nullable Integer port) {
    return new AgentConfig(router, port, false, InterfaceFilter.ALL, Map.of());
  }

  /** The port that an agent asks for on a device with that port. */
  private int portWith(@Nullable Integer configured, int listenPort) throws DeviceException {
    host.listenPort = listenPort;
    AgentLoop stopped =
        new AgentLoop(
            config(null, configured), host, host, AgentListener.NONE, StateStore.NONE, host, 0);
    stopped.stop();
    stopped.run();
    return host.tries.getLast();
  }

  @Test
  void thePortIsTheOneBesideThatOfWireGuardUnlessItIsConfigured() throws Exception {
    assertEquals(51821, portWith(null, 51820));
    assertEquals(65534, portWith(null, 65535));
    assertEquals(7, portWith(7, 51820));
    assertEquals(7, portWith(7, 0));
  }

  @Test
  void withoutAnyPortNothingIsRun() {
    DeviceException e = assertThrows(DeviceException.class, () -> portWith(null, 0));
    assertEquals(DeviceException.Reason.FAILED, e.reason());
    assertEquals(
        "wg0 has no listen port to derive the agent's port from: set ListenPort, or use --port",
        e.getMessage());
    assertEquals(List.of(), host.tries);
  }

  @Test
  void anAgentThatRunsIsAskedByOthersUntilItIsStopped() throws Exception {
    try (RunningLoop running = RunningLoop.on(host)) {
      AgentView view = running.until(AgentView::router);
      assertEquals(FakeHost.KEY.publicKey(), view.self());
      assertEquals(PEER, running.loop.story(PEER).key());
      assertFalse(running.loop.forget(PEER).onDevice());
      assertTrue(running.loop.drain(true));
      assertFalse(running.loop.drain(true));
      running.loop.logState();
      running.loop.stop();
      running.ended();
    }
  }

  @Test
  void anotherConfigurationIsInForceWhenThatIsAnswered() throws Exception {
    try (RunningLoop running = RunningLoop.on(host)) {
      running.loop.reconfigure(config(false, null));
      AgentView view = running.loop.view();
      assertFalse(view.router());
      assertEquals(AgentView.RoleReason.CONFIGURED, view.roleReason());
    }
  }

  @Test
  void aQuestionThatCannotBeAnsweredIsItsAskersProblem() throws Exception {
    try (RunningLoop running = RunningLoop.on(host)) {
      assertThrows(IllegalStateException.class, () -> running.loop.story(null));
      running.until(AgentView::router);
    }
  }

  @Test
  void anAnswerThatTakesTooLongIsNotWaitedFor() throws Exception {
    try (RunningLoop running = RunningLoop.on(host, StateStore.NONE, 1)) {
      FakeHost.Gate gate = running.stall();
      assertThrows(TimeoutException.class, running.loop::view);
      running.release(gate);
    }
  }

  @Test
  void packetsReachTheAgentInTheirOrderAndNotTooManyInAStep() throws Exception {
    try (RunningLoop running = RunningLoop.on(host)) {
      FakeHost.Gate gate = running.stall();
      List<String> strangers = new ArrayList<>();
      for (int i = 1; i <= 3 * InputQueue.MAX_EVENTS_PER_STEP; i++) {
        IpAddress stranger = IpAddress.parse("fe80::" + Integer.toHexString(i));
        strangers.add(stranger.toString());
        assertTrue(host.inbox.offer(stranger, new byte[i]));
      }
      running.release(gate);
      for (String stranger : strangers) {
        assertEquals(stranger, running.rejections.take().sourceName());
      }
    }
  }

  @Test
  void aFloodLeavesRoomForQuestionsAndDeadlines() throws Exception {
    try (RunningLoop running = RunningLoop.on(host)) {
      FakeHost.Gate gate = running.stall();
      running.steps.clear();
      int taken = 0;
      while (host.inbox.offer(FakeHost.LOOPBACK, new byte[0])) {
        taken++;
      }
      assertEquals(InputQueue.MAX_WAITING_PACKETS / 2, taken);
      assertFalse(host.inbox.offer(FakeHost.LOOPBACK, new byte[0]));
      // Who floods loses its own: of a hundred others each packet is taken.
      for (int i = 1; i <= 100; i++) {
        assertTrue(
            host.inbox.offer(IpAddress.parse("fe80::" + Integer.toHexString(i)), new byte[0]));
      }
      taken += 100;
      running.release(gate);
      int before = 0;
      while (before < taken) {
        int after = running.steps.take();
        assertTrue(after - before <= InputQueue.MAX_EVENTS_PER_STEP, after + " after " + before);
        before = after;
      }
      assertEquals(2, running.loop.view().counters().packetsDropped());
    }
  }

  @Test
  void whoAsksTooMuchIsToldSoAtOnce() throws Exception {
    try (RunningLoop running = RunningLoop.on(host)) {
      FakeHost.Gate gate = running.stall();
      for (int i = 0; i < InputQueue.MAX_WAITING; i++) {
        running.loop.logState();
      }
      assertEquals(
          "the agent has too much to do",
          assertThrows(TimeoutException.class, running.loop::view).getMessage());
      running.release(gate);
    }
  }

  @Test
  void theLoopIsHeardOfWhenItTurnsAndNotWhileItHangs() throws Exception {
    try (RunningLoop running = RunningLoop.on(host)) {
      running.steps.take();
      FakeHost.Gate gate = running.stall();
      running.steps.clear();
      running.loop.logState();
      host.changed.run();
      assertTrue(running.steps.isEmpty());
      running.release(gate);
      running.steps.take();
    }
  }

  @Test
  void whatTheAgentWantsIsDoneToTheDevice() throws Exception {
    addPeer();
    try (RunningLoop running = RunningLoop.on(host)) {
      assertEquals(
          PeerChange.update(PEER).withAllowedIps(Set.of(PEERS_ADDRESS)), host.changes.take());
      AgentView view =
          running.until(
              each -> each.peers().stream().anyMatch(p -> p.allowedIps().contains(PEERS_ADDRESS)));
      assertEquals(Set.of(PEERS_NETWORK, PEERS_ADDRESS), view.peers().getFirst().allowedIps());
    }
  }

  @Test
  void aChangeThatFailsIsToldToTheAgentWhichTriesAgain() throws Exception {
    addPeer();
    host.changing = FakeHost.Trouble.of(DeviceException.Reason.FAILED, "the kernel is busy");
    try (RunningLoop running = RunningLoop.on(host)) {
      host.changes.take();
      PeerStory story = running.loop.story(PEER);
      while (story.refusal() == null) {
        story = running.loop.story(PEER);
      }
      assertEquals("the kernel is busy", story.refusal().why());
      host.changing = FakeHost.Trouble.NONE;
      running.loop.refresh();
      running.until(
          each -> each.peers().stream().anyMatch(p -> p.allowedIps().contains(PEERS_ADDRESS)));
    }
  }

  @Test
  void aChangeOfADeviceThatIsGoneEndsIt() throws Exception {
    addPeer();
    host.changing = FakeHost.Trouble.of(DeviceException.Reason.GONE, "wg0 is gone");
    try (RunningLoop running = RunningLoop.on(host)) {
      assertEquals("wg0 is gone", running.deviceFailure().getMessage());
    }
  }

  @Test
  void anInterruptIsAStop() throws Exception {
    try (RunningLoop running = RunningLoop.on(host)) {
      running.interrupt();
      running.ended();
    }
  }
}
