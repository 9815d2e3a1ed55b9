package io.wirelink.names;

import static io.wirelink.names.Mesh.key;
import static io.wirelink.names.Mesh.said;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.wirelink.agent.AgentView;
import io.wirelink.agent.Counters;
import io.wirelink.agent.DirectPath;
import io.wirelink.agent.PresharedKeyView;
import io.wirelink.device.Cidr;
import io.wirelink.device.PublicKey;
import io.wirelink.fact.Fact;
import io.wirelink.fact.Source;
import io.wirelink.trust.TrustLevel;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class NameClaimsTest {
  private static final List<Cidr> OWN =
      List.of(Cidr.parse("10.77.0.1/24"), Cidr.parse("fe80::1/128"));

  private static AgentView view(
      Map<PublicKey, String> names, List<AgentView.KnownFact> facts, AgentView.KnownPeer... peers) {
    return new AgentView(
        "wg0",
        key(1),
        false,
        AgentView.RoleReason.PEER_IS_ROUTER,
        false,
        Instant.EPOCH,
        Instant.EPOCH,
        names,
        facts,
        List.of(peers),
        Counters.ZERO);
  }

  private static AgentView.KnownFact routed(int key, String network) {
    Fact fact = Fact.allowedCidr(key(key), Cidr.parse(network));
    return new AgentView.KnownFact(fact, Source.LOCAL, Instant.EPOCH, 255);
  }

  private static AgentView.KnownPeer peer(int key, String... networks) {
    return new AgentView.KnownPeer(
        key(key),
        AgentView.Path.DIRECT,
        null,
        false,
        true,
        true,
        false,
        null,
        null,
        null,
        0,
        0,
        TrustLevel.ENDPOINT,
        Arrays.stream(networks).map(Cidr::parse).collect(Collectors.toSet()),
        false,
        DirectPath.none(Instant.EPOCH),
        PresharedKeyView.NONE);
  }

  private static List<NameClaim> claims(AgentView view) {
    return NameClaims.of(view, Map.of(), OWN);
  }

  @Test
  void aHostIsWhereASingleAddressIsRoutedToIt() {
    List<AgentView.KnownFact> facts =
        List.of(routed(2, "10.77.0.2/32"), routed(2, "10.77.0.0/24"), routed(3, "10.77.0.3/32"));
    assertEquals(
        List.of(said(2, "leaf", "10.77.0.2", "10.77.0.22")),
        claims(view(Map.of(key(2), "leaf"), facts, peer(2, "10.77.0.22/32", "0.0.0.0/0"))));
  }

  @Test
  void whatIsBehindAHostIsNotWhereItIs() {
    List<AgentView.KnownFact> facts =
        List.of(routed(2, "10.77.0.2/32"), routed(2, "192.168.1.9/32"));
    assertEquals(
        List.of(said(2, "leaf", "10.77.0.2")), claims(view(Map.of(key(2), "leaf"), facts)));
    assertEquals(
        List.of(said(2, "leaf", "10.77.0.2", "192.168.1.9")),
        NameClaims.of(view(Map.of(key(2), "leaf"), facts), Map.of(), List.of()));
  }

  @Test
  void thisHostIsWhereItsInterfaceIsWhateverOthersSay() {
    assertEquals(
        List.of(said(1, "me", "10.77.0.1")),
        claims(view(Map.of(key(1), "me"), List.of(routed(1, "10.77.0.66/32")))));
  }

  @Test
  void aHostWithoutARoutedAddressIsAtItsLinkLocalOneIfThatIsReached() {
    String linkLocal = key(2).linkLocalAddress().toString();
    Map<PublicKey, String> names = Map.of(key(2), "router");
    assertEquals(
        List.of(said(2, "router", linkLocal)),
        claims(view(names, List.of(), peer(2, linkLocal + "/128", "fe80::9/128", "10.0.0.0/8"))));
    assertEquals(List.of(said(2, "router")), claims(view(names, List.of())));
  }

  @Test
  void whatTheConfigurationSaysIsToldFromWhatTheMeshSays() {
    AgentView view = view(Map.of(key(2), "leaf"), List.of());
    assertEquals(
        List.of(new NameClaim(key(2), "leaf", true, Set.of())),
        NameClaims.of(view, Map.of(key(2), "leaf"), OWN));
  }
}
