package io.wirelink.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wirelink.device.Cidr;
import io.wirelink.device.Endpoint;
import io.wirelink.device.IpAddress;
import io.wirelink.device.PublicKey;
import io.wirelink.fact.BootId;
import io.wirelink.fact.Fact;
import io.wirelink.trust.TrustLevel;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A router with a member that tells as much as it can of what it made up. */
class HostileMemberTest {

  private static final int MEMBERS = 30;
  private static final int INVENTIONS = 60_000;
  private static final int PER_PACKET = 20;
  private static final int HANDFUL = 4;
  private static final int OWN = 64;
  private static final int BOOT_IDS = 200;
  private static final int EIGHTEEN_HOURS = 65_000;

  private final AgentWorld world =
      new AgentWorld(new AgentConfig(true, null, false, InterfaceFilter.ALL, Map.of()));
  private final List<PublicKey> members =
      IntStream.range(0, MEMBERS).mapToObj(i -> world.key(10 + i)).toList();
  private final PublicKey liar = members.getFirst();
  private final PublicKey victim = members.getLast();
  private final PublicKey elsewhere = world.key(10 + MEMBERS);

  /** This host sees its members in a private network, where others may know better, but for one. */
  HostileMemberTest() {
    for (int i = 0; i < MEMBERS; i++) {
      world.healthy(members.get(i), "192.168.0." + (i + 1) + ":51820", "10.0.0." + (i + 2) + "/32");
    }
    world.healthy(elsewhere, "203.0.113.9:51820", "10.0.0.250/32");
    world.step();
    members.forEach(world::talks);
    world.talks(elsewhere);
    world.pass(Duration.ofMinutes(1));
  }

  private static Fact invented(PublicKey subject, int number) {
    return Fact.endpoint(subject, new Endpoint(IpAddress.v4(0x08000000 + number), 1));
  }

  private long facts() {
    return world.agent.view(world.time(), 0).facts().size();
  }

  private void flood() {
    for (int i = 0; i < INVENTIONS; i += PER_PACKET) {
      Fact[] lies = new Fact[PER_PACKET];
      for (int j = 0; j < PER_PACKET; j++) {
        lies[j] = invented(members.get((i + j) % MEMBERS), i + j);
      }
      world.says(liar, EIGHTEEN_HOURS, lies);
    }
  }

  @Test
  void inventionsTakeNobodysRoomAndEndWithTheirTime() {
    long before = facts();
    flood();
    long among = facts();
    Fact moved = Fact.endpoint(victim, Endpoint.parse("192.0.2.66:1"));
    world.says(victim, 255, moved);
    assertTrue(world.believes(moved), "the victim's own word finds no room");
    assertTrue(
        among - before <= HANDFUL * (MEMBERS - 1) + OWN,
        (among - before) + " inventions are believed");
    world.pass(Duration.ofSeconds(260));
    assertEquals(before, facts(), "inventions outlive what this host says itself");
  }

  @Test
  void inventionsAboutWhoIsSeenInPublicAreNeitherHeldNorToldOn() {
    Fact fact = invented(elsewhere, 1);
    world.told.clear();
    world.says(liar, 255, fact);
    world.pass(Duration.ofMinutes(1));
    assertFalse(world.believes(fact));
    assertFalse(world.toldTo(victim).contains(fact));
    world.lost(elsewhere);
    world.pass(Duration.ofMinutes(5));
    world.says(liar, 255, fact);
    assertTrue(world.believes(fact), "perhaps it is there now");
  }

  /** Where somebody is configured to be trusted, routers are not, and all is heard by them. */
  @Test
  void inventionsDoNotCountBesideWhatARouterSaysThatIsNotTrustedWithMore() {
    var desk = new PeerConfig("", TrustLevel.MEMBERSHIP, false, List.of(), List.of(), false);
    AgentWorld leaf =
        new AgentWorld(
            new AgentConfig(null, null, false, InterfaceFilter.ALL, Map.of(world.key(2), desk)));
    List<PublicKey> keys = IntStream.range(2, 6).mapToObj(leaf::key).toList();
    PublicKey router = keys.get(1);
    PublicKey member = keys.get(2);
    PublicKey subject = keys.get(3);
    leaf.healthy(router, "203.0.113.1:51820", "10.0.0.0/24");
    leaf.healthy(member, "203.0.113.2:51820", "10.0.0.7/32");
    leaf.inDevice(subject, "10.0.0.9/32");
    leaf.step();
    Fact invention = invented(subject, 1);
    leaf.says(member, 255, invention);
    assertTrue(leaf.believes(invention));
    for (int i = 0; i < 2 * HANDFUL; i++) {
      Fact told = Fact.endpoint(subject, Endpoint.parse("203.0.113.9:" + (i + 1)));
      leaf.says(router, 255, told);
      assertTrue(leaf.believes(told), "of all that a router tells");
    }
    leaf.says(member, 255, invention);
    assertFalse(leaf.believes(invention));
  }

  @Test
  void nobodysWordLastsLongerThanThisHostsOwn() {
    Fact fact = invented(victim, 1);
    world.says(liar, EIGHTEEN_HOURS, fact);
    assertTrue(world.believes(fact));
    world.pass(Duration.ofSeconds(255));
    assertFalse(world.believes(fact));
  }

  @Test
  void newBootIdsCostNoMoreThanAFewRestarts() {
    world.told.clear();
    for (int i = 0; i < BOOT_IDS; i++) {
      world.says(liar, 255, Fact.alive(liar, new BootId(9, i)));
      world.pass(Duration.ofMillis(1));
    }
    world.pass(Duration.ofMillis(100));
    long cost = world.told.stream().filter(each -> each.recipient().equals(liar)).count();
    assertTrue(cost <= 8, cost + " packets for " + BOOT_IDS + " boot ids");
  }

  @Test
  void whoSaysNowAndThenThatHeIsARouterIsNoNewsToOthers() {
    Fact ownAddress = Fact.allowedCidr(world.self, Cidr.parse("10.0.0.1/32"));
    for (int i = 0; i < 10; i++) {
      int capabilities = i % 2 == 0 ? Outbox.ROUTER : 0;
      world.says(liar, 255, Fact.alive(liar, BootId.random(capabilities, new Random(7))));
      world.pass(Duration.ofSeconds(6));
    }
    long times =
        world.told.stream()
            .filter(each -> each.recipient().equals(victim))
            .filter(each -> each.facts().stream().anyMatch(is -> is.fact().equals(ownAddress)))
            .count();
    assertEquals(1, times);
  }

  @Test
  void whoStartsAnewAllTheTimeIsToldEverythingLater() {
    for (int i = 0; i < BOOT_IDS; i++) {
      world.says(liar, 255, Fact.alive(liar, new BootId(9, i)));
    }
    world.pass(Duration.ofSeconds(1));
    world.told.clear();
    world.pass(Duration.ofSeconds(70));
    assertTrue(
        world.toldTo(liar).stream().anyMatch(fact -> fact.subject().equals(victim)),
        "it is never told again");
  }
}
