package io.wirelink.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.wirelink.agent.AgentView;
import io.wirelink.agent.AgentView.KnownPeer;
import io.wirelink.agent.AgentView.Path;
import io.wirelink.agent.DirectPath;
import io.wirelink.agent.PresharedKeyView;
import io.wirelink.fixtures.Views;
import io.wirelink.trust.TrustLevel;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What `systemctl status` shows of an agent. */
class StatusLineTest {

  private static String line(boolean router, AgentView some, Path... paths) {
    List<KnownPeer> peers = new ArrayList<>();
    for (Path path : paths) {
      peers.add(
          new KnownPeer(
              Views.key(peers.size()),
              path,
              null,
              false,
              path == Path.DIRECT,
              true,
              false,
              null,
              null,
              null,
              0,
              0,
              TrustLevel.ENDPOINT,
              Set.of(),
              false,
              DirectPath.none(Views.NOW),
              PresharedKeyView.NONE));
    }
    return StatusLine.of(
        new AgentView(
            some.interfaceName(),
            some.self(),
            router,
            some.roleReason(),
            some.draining(),
            some.startedAt(),
            some.takenAt(),
            some.names(),
            some.facts(),
            peers,
            some.counters()));
  }

  @Test
  void itTellsRoleFactsAndHowManyPeersAreDirect() {
    assertEquals(
        "leaf, 6 facts, 2 of 3 peers direct",
        line(false, Views.some(), Path.DIRECT, Path.ROUTED, Path.DIRECT));
    assertEquals("router, 0 facts, 1 of 1 peer direct", line(true, Views.of(), Path.DIRECT));
    assertEquals("router, 0 facts, no peers", line(true, Views.of()));
  }

  @Test
  void itTellsOfPeersThatAreDown() {
    assertEquals(
        "leaf, 6 facts, 0 of 2 peers direct, 1 down",
        line(false, Views.some(), Path.DOWN, Path.ROUTED));
  }
}
