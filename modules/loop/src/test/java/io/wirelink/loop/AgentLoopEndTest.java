package io.wirelink.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wirelink.agent.AgentView;
import io.wirelink.device.Cidr;
import io.wirelink.device.DeviceException;
import io.wirelink.device.PublicKey;
import io.wirelink.gossip.UdpTransport;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What an agent that is run survives, what ends it, and what is left of it then. */
@Timeout(300)
class AgentLoopEndTest {
  private static final Cidr ADDRESS = new Cidr(FakeHost.LINK_LOCAL, 64);
  private static final PublicKey PEER = new PublicKey(7, 0, 0, 0);

  private final FakeHost host = new FakeHost();

  @Test
  void aChangeOfTheHostIsSeenAndALostAddressPutBack() throws Exception {
    try (RunningLoop running = RunningLoop.on(host)) {
      assertEquals(ADDRESS, host.added.take());
      host.interfaces = List.of(FakeHost.up());
      host.changed.run();
      assertEquals(ADDRESS, host.added.take());
      running.loop.view();
    }
  }

  @Test
  void aHostThatCannotBeReadOnceIsReadAgain() throws Exception {
    try (RunningLoop running = RunningLoop.on(host)) {
      host.added.take();
      host.interfaces = null;
      host.looks.clear();
      host.changed.run();
      host.looks.take();
      host.interfaces = List.of(FakeHost.up());
      host.changed.run();
      assertEquals(ADDRESS, host.added.take());
      running.loop.view();
    }
  }

  @Test
  void aDeviceThatCannotBeReadOnceIsReadAgain() throws Exception {
    try (RunningLoop running = RunningLoop.on(host)) {
      running.until(AgentView::router);
      host.reading = FakeHost.Trouble.of(DeviceException.Reason.FAILED, "the kernel is busy");
      host.reads.clear();
      running.loop.refresh();
      host.reads.take();
      host.peers.put(PEER, FakeHost.peer(PEER, Set.of(Cidr.host(PEER.linkLocalAddress()))));
      host.reading = FakeHost.Trouble.NONE;
      running.loop.refresh();
      running.until(view -> !view.peers().isEmpty());
    }
  }

  @Test
  void anInterfaceThatIsNotThereAnyMoreEndsIt() throws Exception {
    try (RunningLoop running = RunningLoop.on(host)) {
      host.interfaces = List.of();
      host.changed.run();
      DeviceException e = running.deviceFailure();
      assertEquals(DeviceException.Reason.GONE, e.reason());
      assertEquals("the interface wg0 is gone: bring it up and start again", e.getMessage());
    }
  }

  @Test
  void aDeviceThatIsGoneEndsIt() throws Exception {
    host.onceRead(FakeHost.Trouble.of(DeviceException.Reason.GONE, "wg0 is gone"));
    try (RunningLoop running = RunningLoop.on(host)) {
      assertEquals("wg0 is gone", running.deviceFailure().getMessage());
    }
  }

  @Test
  void aDeviceWithAnotherKeyIsAnotherHost() throws Exception {
    host.publicKey = PEER;
    try (RunningLoop running = RunningLoop.on(host)) {
      DeviceException e = running.deviceFailure();
      assertEquals(DeviceException.Reason.GONE, e.reason());
      assertEquals("the private key of wg0 was changed: start wirelink again", e.getMessage());
    }
  }

  @Test
  void whoHearsNothingOfItsHostAnyMoreEnds() throws Exception {
    try (RunningLoop running = RunningLoop.on(host)) {
      host.failed.accept(new IllegalStateException("no buffer space"));
      DeviceException e = running.deviceFailure();
      assertEquals(DeviceException.Reason.FAILED, e.reason());
      assertEquals("what happens to wg0 is not heard any more: start again", e.getMessage());
    }
  }

  @Test
  void aDefectEndsItAndIsNotHidden() throws Exception {
    RuntimeException defect = new IllegalStateException("a defect");
    host.onceRead(
        () -> {
          throw defect;
        });
    try (RunningLoop running = RunningLoop.on(host)) {
      assertSame(defect, running.failure());
      assertNothingIsLeft(running);
    }
  }

  @Test
  void whoEndsGivesBackItsThreadsAndItsSocket() throws Exception {
    try (RunningLoop running = RunningLoop.on(host)) {
      UdpTransport socket = host.socket;
      assertTrue(socket.send(FakeHost.LOOPBACK, new byte[1]));
      assertEquals(
          FakeHost.LOOPBACK.toString(), running.rejections.take().sourceName(), "it receives");
      assertEquals(Set.of("agent", "receiver"), running.threads());
      running.loop.stop();
      running.ended();
      assertNothingIsLeft(running);
    }
  }

  private void assertNothingIsLeft(RunningLoop running) throws InterruptedException {
    assertFalse(host.socket.send(FakeHost.LOOPBACK, new byte[1]));
    running.allThreadsEnded();
  }
}
