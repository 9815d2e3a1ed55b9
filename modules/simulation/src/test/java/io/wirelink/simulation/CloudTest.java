package io.wirelink.simulation;

import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wirelink.device.Endpoint;
import io.wirelink.device.PublicKey;
import io.wirelink.fact.Fact;
import io.wirelink.fact.FactValue;
import io.wirelink.fixtures.Lie;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A router and a leaf in one cloud: the router sees the leaf at its private address, and the leaf
 * does not know its public one. Others who are direct with it do, and only by them does a host
 * behind a NAT hear of it.
 */
class CloudTest {

  private static final int HANDFUL = 4;

  private static MeshBuilder cloud(long seed) {
    return Mesh.builder(seed)
        .routerInCloud("r")
        .leafInCloud("cloudy", "r")
        .leaf("open")
        .leafBehindNat("hidden");
  }

  private static boolean allDirect(Mesh mesh) {
    List<String> names = List.of("r", "cloudy", "open", "hidden");
    return names.stream()
        .allMatch(
            one -> names.stream().allMatch(other -> one.equals(other) || mesh.direct(one, other)));
  }

  private static Set<Endpoint> endpoints(Mesh mesh, String at, PublicKey of) {
    return mesh.view(at).facts().stream()
        .map(known -> known.fact())
        .filter(fact -> fact.subject().equals(of))
        .map(Fact::value)
        .flatMap(
            value ->
                value instanceof FactValue.AtEndpoint(Endpoint endpoint)
                    ? Stream.of(endpoint)
                    : Stream.empty())
        .collect(Collectors.toSet());
  }

  @Seeds
  void whatOnlyAMemberSeesReachesWhoIsBehindANat(long seed) {
    Mesh mesh = cloud(seed).build();
    mesh.startAll();
    mesh.runUntil(() -> allDirect(mesh), ofSeconds(20));
    Host cloudy = mesh.host("cloudy");
    assertTrue(
        endpoints(mesh, "r", cloudy.publicKey()).stream()
            .anyMatch(endpoint -> !endpoint.address().isPrivate()),
        "the router does not know where others see it");
  }

  /** Whose agent is of another kind. */
  @ParameterizedTest
  @CsvSource({"r", "cloudy", "open", "hidden"})
  void isReachedWhateverAgentRunsSomewhere(String plain) {
    Mesh mesh = cloud(1).program(plain, PlainAgent::new).build();
    mesh.startAll();
    mesh.runUntil(() -> allDirect(mesh), ofMinutes(2));
  }

  /** Who sees it in truth has its say beside those who lie, and these cost a try each. */
  @ParameterizedTest
  @CsvSource({"1, 1", "2, 2", "3, 3", "4, 3"})
  void isReachedInSpiteOfLiars(long seed, int liars) {
    List<String> bad = IntStream.range(0, liars).mapToObj(i -> "liar" + i).toList();
    MeshBuilder builder = cloud(seed);
    for (String name : bad) {
      builder = builder.leaf(name).program(name, HostileAgent::new);
    }
    Mesh mesh = builder.build();
    mesh.startAll();
    List<String> honest = List.of("r", "cloudy", "open", "hidden");
    List<PublicKey> keys = honest.stream().map(name -> mesh.host(name).publicKey()).toList();
    bad.forEach(name -> HostileAgent.on(mesh, name).tell(mesh, Lie.ENDPOINTS, keys));
    Duration direct = mesh.runUntil(() -> allDirect(mesh), ofMinutes(3));
    // What was told on for a while, and gave way to another liar's, lasts for a lifetime.
    mesh.runFor(ofMinutes(6));
    assertTrue(allDirect(mesh), "not any more, after " + direct);
    List<String> tooMuch = new ArrayList<>();
    for (String at : honest) {
      for (PublicKey of : keys) {
        int known = endpoints(mesh, at, of).size();
        // One that gave way for each liar: they go on, and drive out each other's.
        if (known > HANDFUL + 1 + liars) {
          tooMuch.add(known + " endpoints of " + mesh.nameOf(of) + " at " + at);
        }
      }
    }
    assertEquals(List.of(), tooMuch);
  }
}
