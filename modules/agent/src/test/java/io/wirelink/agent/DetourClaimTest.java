package io.wirelink.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wirelink.device.PublicKey;
import io.wirelink.fact.BootId;
import io.wirelink.fact.Fact;
import io.wirelink.gossip.PathMessage;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** When a router tells others that a leaf goes by it, which says so itself. */
class DetourClaimTest {

  private static final int LEAF = PathMessage.PASSING;
  private static final int ROUTER = PathMessage.PASSING | Outbox.ROUTER;

  private final AgentWorld world =
      new AgentWorld(new AgentConfig(true, null, false, InterfaceFilter.ALL, Map.of()));
  private final PublicKey claimant = world.key(2);
  private final PublicKey listener = world.key(3);
  private final PublicKey third = world.key(4);

  /** This host is the router of three peers, two of which have shown that they are leaves. */
  DetourClaimTest() {
    world.healthy(claimant, "198.51.100.1:51820", "10.0.0.2/32");
    world.healthy(listener, "198.51.100.2:51820", "10.0.0.3/32");
    world.healthy(third, "198.51.100.3:51820", "10.0.0.4/32");
    world.step();
    shows(claimant, LEAF);
    shows(listener, LEAF);
  }

  private void shows(PublicKey key, int capabilities) {
    says(key, BootId.random(capabilities, new Random(key.hashCode())));
  }

  private void says(PublicKey key, BootId bootId) {
    world.says(key, 255, Fact.alive(key, bootId));
  }

  /** What others are told when a leaf says that it goes by this host. */
  private long toldOthers() {
    world.said.clear();
    world.step(world.packet(claimant, new PathMessage.Detour(true).inner()));
    assertTrue(
        world.said.stream()
            .anyMatch(
                each ->
                    each.recipient().equals(claimant)
                        && each.message().equals(new PathMessage.Detour(true))),
        "who says it is answered in any case");
    return world.said.stream()
        .filter(each -> each.recipient().equals(listener))
        .filter(each -> each.message() instanceof PathMessage.Reaches)
        .count();
  }

  @Test
  void nobodyIsToldWhereAllOthersHaveShownThatTheyAreLeaves() {
    shows(third, LEAF);
    assertEquals(0, toldOthers());
  }

  @Test
  void othersAreToldWhereSomebodyShowsThatHeIsARouter() {
    shows(third, ROUTER);
    assertEquals(1, toldOthers());
  }

  @Test
  void whoShowsThatHeIsARouterHimselfIsNoReason() {
    shows(third, LEAF);
    shows(claimant, ROUTER);
    assertEquals(0, toldOthers());
  }

  @Test
  void othersAreToldWhereSomebodyWasNotHeardForSomeTime() {
    assertEquals(0, toldOthers(), "perhaps it has only just started as well");
    world.pass(Duration.ofSeconds(40));
    assertEquals(1, toldOthers());
  }

  @Test
  void othersAreToldWhereSomebodyRunsAnotherAgent() {
    says(third, new BootId(1, 2));
    assertEquals(1, toldOthers());
  }

  @Test
  void othersAreToldWhereANetworkIsRoutedToSomebody() {
    shows(third, LEAF);
    world.healthy(third, "198.51.100.3:51820", "10.0.0.4/32", "10.1.0.0/24");
    world.pass(Duration.ofSeconds(6));
    assertEquals(1, toldOthers());
  }

  @Test
  void aLeafIsOneAlsoWhenItsAgentHasEnded() {
    shows(third, LEAF);
    shows(third, 0);
    assertEquals(0, toldOthers());
    says(third, new BootId(1, 2));
    assertEquals(1, toldOthers(), "another agent came after it");
  }

  @Test
  void whoBeginsTooOftenIsNotAnsweredAndBelievedWhenItSaysItLater() {
    shows(third, ROUTER);
    for (int i = 0; i < Timing.DETOUR_BEGINS; i++) {
      world.step(world.packet(claimant, new PathMessage.Detour(true).inner()));
      world.step(world.packet(claimant, new PathMessage.Detour(false).inner()));
      world.pass(Duration.ofSeconds(1));
    }
    assertEquals(List.of(false, 0L), answeredAndTold(), "it would not say it again");
    world.pass(Duration.ofSeconds(20));
    assertEquals(List.of(true, 1L), answeredAndTold());
  }

  private List<Object> answeredAndTold() {
    world.said.clear();
    var begins = new PathMessage.Detour(true);
    world.step(world.packet(claimant, begins.inner()));
    boolean answered =
        world.said.stream()
            .anyMatch(each -> each.recipient().equals(claimant) && each.message().equals(begins));
    var told = new PathMessage.Reaches(true, List.of(claimant));
    long others =
        world.said.stream()
            .filter(each -> each.recipient().equals(listener) && each.message().equals(told))
            .count();
    return List.of(answered, others);
  }
}
