package io.wirelink.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wirelink.device.Endpoint;
import io.wirelink.device.PublicKey;
import io.wirelink.fact.Fact;
import io.wirelink.fact.MemberMetadata;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Where a peer that does not answer is looked for, how often, and how soon an answer shows. */
class EndpointsTest {

  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Endpoint WORKED = Endpoint.parse("203.0.113.8:51820");
  private static final Endpoint OTHER = Endpoint.parse("203.0.113.9:51820");
  private static final Endpoint FOREIGN = Endpoint.parse("172.16.0.9:51820");
  private static final Endpoint ROUTER = Endpoint.parse("203.0.113.1:51820");

  private AgentWorld world = new AgentWorld(AgentConfig.DEFAULT);
  private final PublicKey router = world.key(2);
  private final PublicKey leaf = world.key(3);

  private void configured(PublicKey key, String name) {
    PeerConfig config =
        new PeerConfig("", null, false, List.of(HostPort.parse(name)), List.of(), false);
    world =
        new AgentWorld(
            new AgentConfig(null, null, false, InterfaceFilter.ALL, Map.of(key, config)));
    world.key(2);
    world.key(3);
  }

  private void started() {
    world.healthy(router, ROUTER.toString(), "10.0.0.0/24");
    world.step();
    world.talks(router);
  }

  private void routerTells(Endpoint... endpointsOfLeaf) {
    List<Fact> facts = new ArrayList<>(List.of(Fact.member(leaf, MemberMetadata.EMPTY)));
    for (Endpoint each : endpointsOfLeaf) {
      facts.add(Fact.endpoint(leaf, each));
    }
    world.says(router, 255, facts.toArray(Fact[]::new));
  }

  /** Lets time pass while the router goes on to tell of the leaf. */
  private void passTold(Duration duration, Endpoint... endpointsOfLeaf) {
    Duration period = Duration.ofMinutes(1);
    for (Duration left = duration; left.isPositive(); left = left.minus(period)) {
      routerTells(endpointsOfLeaf);
      world.pass(left.compareTo(period) < 0 ? left : period);
    }
  }

  /** The leaf answers at an endpoint for a while, and then no more. */
  private void leafWorkedAndIsLost() {
    world.healthy(leaf, WORKED.toString());
    world.pass(Duration.ofSeconds(20));
    world.lost(leaf);
  }

  /** When the agent set an endpoint of the peer. */
  private List<Duration> triesOf(PublicKey key, Endpoint endpoint) {
    return world.changes.stream()
        .filter(each -> each.change().publicKey().equals(key))
        .filter(each -> endpoint.equals(each.change().endpoint()))
        .map(AgentWorld.Change::at)
        .toList();
  }

  private static Duration longestGap(List<Duration> times, Duration from, Duration to) {
    List<Duration> all = new ArrayList<>(List.of(from));
    times.stream().filter(at -> at.compareTo(from) > 0 && at.compareTo(to) < 0).forEach(all::add);
    all.add(to);
    return IntStream.range(1, all.size())
        .mapToObj(i -> all.get(i).minus(all.get(i - 1)))
        .max(Duration::compareTo)
        .orElseThrow();
  }

  private static void atMost(Duration limit, Duration actual, Object detail) {
    assertTrue(actual.compareTo(limit) <= 0, () -> actual + " and not " + limit + ": " + detail);
  }

  @Test
  void theDeviceIsReadASecondAfterATryForWhoAnswersWithoutAnAgent() {
    started();
    routerTells(OTHER);
    world.pass(SECOND.multipliedBy(3));
    Duration looked = triesOf(leaf, OTHER).getLast().plus(SECOND);
    Duration late = looked.plusMillis(100);
    assertTrue(
        world.reads.stream().anyMatch(at -> at.compareTo(looked) >= 0 && at.compareTo(late) <= 0),
        world.reads::toString);
  }

  @Test
  void whatWorkedStaysSetWhenNobodySpeaksOfItAnyMore() {
    started();
    routerTells();
    leafWorkedAndIsLost();
    passTold(Duration.ofMinutes(10));
    assertEquals(WORKED, world.device.get(leaf).endpoint);
    assertEquals(List.of(), triesOf(leaf, FOREIGN));
  }

  @Test
  void whatWorkedIsCalledAgainAndAgainBetweenTriesOfOthers() {
    started();
    routerTells();
    leafWorkedAndIsLost();
    Duration lost = world.at();
    Endpoint[] others =
        IntStream.rangeClosed(1, 12)
            .mapToObj(i -> Endpoint.parse("192.0.2." + i + ":51820"))
            .toArray(Endpoint[]::new);
    passTold(Duration.ofMinutes(6), others);
    List<Duration> calls = new ArrayList<>(triesOf(leaf, WORKED));
    for (Duration at : world.alivesTo(leaf)) {
      Endpoint set =
          world.changes.stream()
              .filter(each -> each.change().publicKey().equals(leaf))
              .filter(each -> each.change().endpoint() != null && each.at().compareTo(at) <= 0)
              .map(each -> each.change().endpoint())
              .reduce((one, later) -> later)
              .orElse(WORKED);
      if (set.equals(WORKED)) {
        calls.add(at);
      }
    }
    calls.sort(Duration::compareTo);
    atMost(Duration.ofSeconds(20), longestGap(calls, lost, world.at()), calls);
    for (Endpoint each : others) {
      assertFalse(triesOf(leaf, each).isEmpty(), each + " is never tried");
    }
  }

  @Test
  void whatTheDeviceHadAtTheStartIsTriedAgainAndAgain() {
    world.inDevice(leaf).endpoint = WORKED;
    started();
    passTold(Duration.ofMinutes(5), OTHER);
    assertFalse(triesOf(leaf, OTHER).isEmpty());
    assertTrue(triesOf(leaf, WORKED).size() > 1, world.triedFor(leaf).toString());
    passTold(Duration.ofMinutes(10));
    assertEquals(WORKED, world.device.get(leaf).endpoint, "it stays when nothing else is left");
  }

  @Test
  void whatSomebodyElseSetsIsTriedAgainAsWell() {
    started();
    passTold(Duration.ofMinutes(5), OTHER);
    world.device.get(leaf).endpoint = WORKED;
    passTold(Duration.ofMinutes(10), OTHER);
    assertEquals(WORKED, world.device.get(leaf).endpoint);
    assertTrue(triesOf(leaf, WORKED).size() > 1, world.triedFor(leaf).toString());
  }

  @Test
  void theConfigurationHelpsAtOnceThoughThePeerCountsAsAlive() {
    configured(leaf, "leaf.example:51820");
    world.healthy(leaf, WORKED.toString());
    started();
    world.talks(leaf);
    world.pass(SECOND.multipliedBy(10));
    assertEquals(List.of("leaf.example"), world.resolved, "before it is needed");
    world.step(new Event.NameResolved("leaf.example", List.of(OTHER.address())));
    assertFalse(world.believes(Fact.endpoint(leaf, OTHER)), "nobody needs to hear of it");
    world.talking.remove(leaf);
    world.lost(leaf);
    world.pass(SECOND.multipliedBy(11));
    assertFalse(triesOf(leaf, OTHER).isEmpty());
  }

  @Test
  void aForeignPrivateNetworkIsTriedLastAndNeverReplacesWhatWorked() {
    started();
    Fact member = Fact.member(router, MemberMetadata.EMPTY.with("router", false));
    world.says(router, 255, member, Fact.endpoint(router, FOREIGN));
    world.pass(SECOND.multipliedBy(20));
    world.talking.remove(router);
    world.lost(router);
    Duration lost = world.at();
    world.pass(Duration.ofMinutes(4));
    assertEquals(ROUTER, world.device.get(router).endpoint);
    List<Duration> detours = triesOf(router, FOREIGN);
    assertTrue(detours.size() >= 1 && detours.size() <= 3, detours.toString());
    // Each detour costs one of the handshakes that WireGuard begins every 5 s.
    Duration away = Duration.ofSeconds(5L * detours.size());
    assertTrue(triesOf(router, ROUTER).size() == detours.size(), "and back each time");
    List<Duration> calls = world.alivesTo(router);
    atMost(Duration.ofMillis(5_100), longestGap(calls, lost.plusSeconds(6), world.at()), calls);
    long bound = world.at().minus(lost).toSeconds() / 5 + 4L * (detours.size() + 1);
    assertTrue(calls.size() <= bound + 5, calls.size() + " calls within " + away);
  }

  @Test
  void triesOfWhoIsAwayForADayAreFewAndNotInStep() {
    started();
    Endpoint third = Endpoint.parse("203.0.113.10:51820");
    passTold(Duration.ofDays(1), OTHER, third, FOREIGN);
    List<Duration> tries =
        Stream.of(OTHER, third, FOREIGN)
            .flatMap(each -> triesOf(leaf, each).stream())
            .sorted()
            .toList();
    assertTrue(tries.size() > 24 * 3 && tries.size() <= 24 * 5 + 5, tries.size() + " tries");
    for (Endpoint each : List.of(OTHER, third, FOREIGN)) {
      assertTrue(triesOf(leaf, each).size() > 20, each + " has its turn");
    }
    List<Duration> gaps =
        IntStream.range(tries.size() - 50, tries.size())
            .mapToObj(i -> tries.get(i).minus(tries.get(i - 1)))
            .toList();
    assertTrue(gaps.stream().distinct().count() > 25, gaps::toString);
    gaps.forEach(gap -> atMost(Duration.ofMinutes(32), gap, gaps));
  }

  private void triedForLong() {
    started();
    passTold(Duration.ofHours(1), OTHER, FOREIGN);
    world.changes.clear();
  }

  private void isTriedAnewWithin(Duration limit, Endpoint endpoint) {
    world.pass(limit);
    assertFalse(triesOf(leaf, endpoint).isEmpty(), () -> world.changes.toString());
  }

  @Test
  void whatIsNewIsTriedAtOnce() {
    triedForLong();
    routerTells(OTHER, FOREIGN, WORKED);
    isTriedAnewWithin(SECOND.multipliedBy(5), WORKED);
  }

  @Test
  void aRefreshLetsEverythingBeTriedAnew() {
    triedForLong();
    world.agent.refresh();
    isTriedAnewWithin(SECOND.multipliedBy(7), FOREIGN);
  }

  @Test
  void aSuspendLetsEverythingBeTriedAnew() {
    triedForLong();
    world.wall = world.wall.plusSeconds(120);
    isTriedAnewWithin(SECOND.multipliedBy(12), FOREIGN);
  }

  @Test
  void anotherAddressOfThisHostLetsEverythingBeTriedAnew() {
    triedForLong();
    world.getsAddress("203.0.113.200/24");
    world.step(new Event.HostRead(world.interfaces));
    isTriedAnewWithin(SECOND.multipliedBy(10), FOREIGN);
  }

  @Test
  void whereThereIsASessionEachEndpointGetsASecondOnly() {
    started();
    routerTells();
    world.healthy(leaf, WORKED.toString());
    world.pass(SECOND.multipliedBy(20));
    FakeDevice.DevicePeer peer = world.device.get(leaf);
    peer.healthy = false;
    routerTells(OTHER, FOREIGN);
    world.pass(SECOND.multipliedBy(60));
    Duration first = triesOf(leaf, OTHER).getFirst();
    Duration second = triesOf(leaf, FOREIGN).getFirst();
    atMost(Duration.ofMillis(1_100), second.minus(first), world.changes);
    atMost(Duration.ofSeconds(4), triesOf(leaf, WORKED).getFirst().minus(first), world.changes);
  }
}
