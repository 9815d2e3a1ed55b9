package io.wirelink.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import io.wirelink.agent.AgentView;
import io.wirelink.agent.MappingLife;
import io.wirelink.agent.NatView;
import io.wirelink.agent.PortMappingMode;
import io.wirelink.agent.PortMappingView;
import io.wirelink.agent.RotationsView;
import io.wirelink.control.ControlProtocol;
import io.wirelink.device.Endpoint;
import io.wirelink.device.IpAddress;
import io.wirelink.device.PublicKey;
import io.wirelink.fact.NatBehavior;
import io.wirelink.fact.NatBehavior.Mapping;
import io.wirelink.fact.NatBehavior.Ports;
import io.wirelink.fixtures.Views;
import io.wirelink.portmap.Gateway;
import io.wirelink.portmap.MappingStatus;
import io.wirelink.portmap.Obstacle;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Asking an agent what the network of its host is like. */
@Timeout(300)
class NetcheckCommandTest extends AskedAgents {

  private static final NatBehavior SYMMETRIC =
      new NatBehavior(Mapping.ENDPOINT_DEPENDENT, Ports.ARBITRARY, false);

  private static final Gateway GATEWAY =
      new Gateway(IpAddress.parse("192.168.1.1"), 0, IpAddress.parse("192.168.1.2"));

  private MappingLife life = MappingLife.UNKNOWN;

  private AgentView view(NatBehavior behavior, NatView.Seen... seen) {
    return view(behavior, null, seen);
  }

  private AgentView view(
      NatBehavior behavior, @Nullable PublicKey hairpinTo, NatView.Seen... seen) {
    return StatusViews.small(
        new PortMappingView(
            PortMappingMode.AUTO,
            true,
            List.of(
                new PortMappingView.KnownMapping(
                    new MappingStatus.Unmapped(GATEWAY, Obstacle.NO_ANSWER), null))),
        new NatView(
            behavior, life, List.of(Endpoint.parse("192.168.1.2:51820")), List.of(seen), hairpinTo),
        RotationsView.NONE);
  }

  private static NatView.Seen byRouter() {
    return new NatView.Seen(
        Views.ROUTER,
        true,
        Endpoint.parse("198.51.100.11:10779"),
        Views.NOW.minusSeconds(192),
        Views.NOW.plusSeconds(100));
  }

  @Test
  void allThatIsKnownIsShown() {
    NatView.Seen byLeaf =
        new NatView.Seen(
            StatusViews.LEAF,
            false,
            Endpoint.parse("198.51.100.11:31207"),
            Views.NOW.minusSeconds(60),
            Views.NOW.plusSeconds(100));
    agents.serve("wg0", () -> view(SYMMETRIC, byRouter(), byLeaf));
    assertEquals(
        """
        wg0: leaf2
        IPv4: works, 2 peers are reached by it; this host has 192.168.1.2
        IPv6: this host has no address
        NAT: endpoint-dependent mapping, a new port for each destination, in no order
        mapping: not known yet how long it lives, so that paths in use are kept open every 30s
        port mapping: none, since 192.168.1.1 does not answer

        SEEN BY  AT                   SINCE
        router   198.51.100.11:10779  3m12s
        leaf1    198.51.100.11:31207     1m

        ROUTER  ENDPOINT            RTT
        router  198.51.100.1:51820    -
        """,
        shell.done("netcheck"));
    assertEquals(shell.done("netcheck"), shell.done("netcheck", "wg0"));
  }

  @Test
  void whoIsSeenAtAnAddressOfItsOwnHasNoNat() {
    NatBehavior none = new NatBehavior(Mapping.NONE, Ports.UNKNOWN, false);
    agents.serve("wg0", () -> view(none, new NatView.Seen(Views.ROUTER, true, null, null, null)));
    String shown = shell.done("netcheck");
    assertTrue(shown.contains("\nNAT: none, the host is seen at an address of its own\n"), shown);
    assertFalse(shown.contains("\nmapping:"), shown);
    assertTrue(shown.contains("\nrouter   an address of its own      -\n"), shown);
  }

  @Test
  void whoIsMetAtTheAddressOutsideShowsThatTheNatHairpins() {
    agents.serve("wg0", () -> view(SYMMETRIC, StatusViews.LEAF, byRouter()));
    String shown = shell.done("netcheck");
    String line = "hairpin: works, leaf1 behind the same NAT is reached at its address outside";
    assertTrue(shown.contains("\n" + line + "\n"), shown);
    assertTrue(shell.done("netcheck", "--json").contains("hairpin_to"));
  }

  @Test
  void howLongAMappingLivesIsShownAsSoonAsItIsKnown() throws IOException {
    life = new MappingLife(Duration.ofSeconds(46), null);
    agents.serve("wg0", () -> view(SYMMETRIC, byRouter()));
    String shown = shell.done("netcheck");
    assertTrue(shown.contains("\nmapping: lives for more than 46s\n"), shown);
    life = new MappingLife(null, Duration.ofSeconds(52));
    shown = shell.done("netcheck");
    String line = "mapping: forgotten in less than 52s, so that paths are kept open every 30s";
    assertTrue(shown.contains("\n" + line + "\n"), shown);
    Map<String, Object> answer = JSON.std.mapFrom(shell.done("netcheck", "--json"));
    Map<?, ?> lifetime = (Map<?, ?>) ((Map<?, ?>) answer.get("nat")).get("lifetime");
    assertEquals(52, lifetime.get("shorter_than"));
    assertTrue(lifetime.containsKey("longer_than") && lifetime.get("longer_than") == null);
  }

  @Test
  void oneWhoSeesItAloneDoesNotShowWhatNatItIs() {
    NatBehavior unknown = new NatBehavior(Mapping.UNKNOWN, Ports.PRESERVED, false);
    agents.serve("wg0", () -> view(unknown, byRouter()));
    String shown = shell.done("netcheck");
    assertTrue(shown.contains("NAT: unknown until a second one sees the host, a router or"), shown);
  }

  @Test
  void programsGetItAsJson() throws IOException {
    agents.serve("wg0", () -> view(SYMMETRIC, byRouter()));
    Map<String, Object> answer = JSON.std.mapFrom(shell.done("netcheck", "--json"));
    assertFalse(answer.containsKey("version"), answer::toString);
    assertEquals("wg0", answer.get("interface"));
    Map<?, ?> nat = (Map<?, ?>) answer.get("nat");
    assertEquals("endpoint_dependent", nat.get("mapping"));
    assertEquals("arbitrary", nat.get("ports"));
    assertEquals(false, nat.get("carrier_grade"));
    Map<?, ?> seen = (Map<?, ?>) ((List<?>) nat.get("seen")).getFirst();
    assertEquals("198.51.100.11:10779", seen.get("at"));
    assertEquals("2030-01-02T03:00:53Z", seen.get("since"));
    Map<?, ?> families = (Map<?, ?>) ((List<?>) answer.get("families")).getFirst();
    assertEquals(2, families.get("peers"));
    assertEquals(1, ((List<?>) answer.get("routers")).size());
  }

  @Test
  void anAgentThatKnowsNothingSaysSo() {
    agents.serve("wg0", Views::of);
    String shown = shell.done("netcheck");
    assertTrue(shown.contains("NAT: unknown, too few peers say where they see the host\n"), shown);
    assertFalse(shown.contains("ROUTER"), shown);
  }

  @Test
  void exitCodesAreThoseOfAllCommands() {
    assertEquals(3, shell.run("netcheck").exitCode());
    assertEquals(2, shell.run("netcheck", "wg0", "more").exitCode());
    agents.answer("wg9", new ControlProtocol("wg9", List.of()));
    assertEquals(1, shell.run("netcheck", "wg9").exitCode());
  }
}
