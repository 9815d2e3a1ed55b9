package io.wirelink.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wirelink.agent.Action;
import io.wirelink.agent.Event;
import io.wirelink.agent.StateStore;
import io.wirelink.device.DeviceException;
import io.wirelink.device.PrivateKey;
import io.wirelink.gossip.UdpTransport;
import io.wirelink.portmap.PortMapping;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HostActionsTest {
  private final FakeHost host = new FakeHost();
  private final List<Event> outcomes = new ArrayList<>();
  private final PrivateKey other = PrivateKey.generate(new SecureRandom());

  private void perform(Action... actions) throws Exception {
    try (PortMapping mapping =
            GatewayMapping.open(host, FakeHost.NAME, FakeHost.KEY, outcomes::add);
        UdpTransport transport = UdpTransport.open(FakeHost.LOOPBACK, 0, 0, (from, what) -> true);
        NameResolver resolver = new NameResolver(outcomes::add);
        Encapsulation encapsulation = new Encapsulation(Optional.empty(), outcomes::add);
        StateSaver saver = new StateSaver(StateStore.NONE, outcomes::add)) {
      HostActions hostActions =
          new HostActions(
              FakeHost.KEY.publicKey(),
              host,
              host,
              transport,
              resolver,
              saver,
              mapping,
              encapsulation,
              new LinkLocalAddress(host, host, FakeHost.NAME, FakeHost.LINK_LOCAL),
              outcomes::add);
      for (Action action : actions) {
        hostActions.perform(action);
      }
      assertEquals(host.publicKey.equals(other.publicKey()), hostActions.isKeyChanged());
    }
  }

  @Test
  void aDeviceWithAnothersKeyIsNotThisAgents() {
    host.publicKey = other.publicKey();
    DeviceException e = assertThrows(DeviceException.class, () -> perform(new Action.ReadDevice()));
    assertEquals(DeviceException.Reason.GONE, e.reason());
  }

  @Test
  void whatWasToBeReadWhenTheAgentItselfChangedTheKeyIsReadByTheNextOne() throws Exception {
    perform(new Action.ChangeKey(other, List.of()), new Action.ReadDevice());
    assertTrue(outcomes.isEmpty());
    assertTrue(host.reads.isEmpty());
  }
}
