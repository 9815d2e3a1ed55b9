package io.wirelink.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wirelink.device.Endpoint;
import io.wirelink.device.PublicKey;
import io.wirelink.fact.BootId;
import io.wirelink.fact.Fact;
import io.wirelink.fact.MemberMetadata;
import io.wirelink.gossip.PathMessage;
import io.wirelink.gossip.PathMessage.Word;
import io.wirelink.gossip.Sealer;
import java.security.InvalidKeyException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** How an agent that has started lets a peer know of it that has to call it. */
class CallRequestTest {

  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final String INSIDE = "172.16.0.9:51820";
  private static final String OTHER_PORT = "203.0.113.9:7000";

  private final AgentWorld world = new AgentWorld(AgentConfig.DEFAULT);
  private final PublicKey router = world.key(2);
  private final PublicKey leaf = world.key(3);

  private void startedKnowing(String... endpointsOfLeaf) {
    world.healthy(router, "203.0.113.1:51820", "10.0.0.0/24");
    world.step();
    int capabilities = Capabilities.COMMON | Outbox.ROUTER;
    world.says(router, 255, Fact.alive(router, BootId.random(capabilities, new Random(2))));
    world.says(
        router,
        255,
        Stream.concat(
                Stream.of(Fact.member(leaf, MemberMetadata.EMPTY)),
                Stream.of(endpointsOfLeaf)
                    .map(Endpoint::parse)
                    .map(each -> Fact.endpoint(leaf, each)))
            .toArray(Fact[]::new));
  }

  private List<PathMessage.PassOn> asked() {
    return world.said.stream()
        .filter(each -> each.recipient().equals(router))
        .map(AgentWorld.Said::message)
        .filter(PathMessage.PassOn.class::isInstance)
        .map(PathMessage.PassOn.class::cast)
        .toList();
  }

  /** The leaf asks by way of the router, in the life of this boot id. */
  private void asks(BootId bootId) throws InvalidKeyException {
    byte[] report = new PathMessage.Report(bootId, new Word(1, false, true)).inner();
    byte[] packet = new Sealer(FakeKeys.privateKey(3), new Random(7)).seal(world.self, report);
    world.step(world.packet(router, new PathMessage.PassedOn(packet).inner()));
  }

  private long calledAnew() {
    return world.changes.stream()
        .filter(each -> each.change().publicKey().equals(leaf) && each.change().remove())
        .count();
  }

  @Test
  void whoIsSeenAtAnotherPortIsAskedOnceByAHostInPublic() {
    startedKnowing(INSIDE, OTHER_PORT);
    world.pass(SECOND.multipliedBy(120));
    assertEquals(List.of(leaf), asked().stream().map(PathMessage.PassOn::recipient).toList());
  }

  @Test
  void whoLetsThisHostInOrHearsOfItAnywayIsNotAsked() {
    startedKnowing(INSIDE, "203.0.113.9:51820");
    world.pass(SECOND.multipliedBy(120));
    assertEquals(List.of(), asked());
  }

  @Test
  void aHostBehindANatAsksNobody() {
    world.getsAddress("192.168.1.7/24");
    startedKnowing(INSIDE, OTHER_PORT);
    world.pass(SECOND.multipliedBy(120));
    assertEquals(List.of(), asked());
  }

  /** WireGuard by itself would wait for up to 5 s. */
  @Test
  void whoAsksIsCalledAtOnce() throws InvalidKeyException {
    startedKnowing("203.0.113.9:51820");
    world.pass(SECOND.multipliedBy(60));
    world.changes.clear();
    BootId bootId = BootId.random(Capabilities.COMMON, new Random(3));
    asks(bootId);
    world.pass(SECOND);
    assertEquals(1, calledAnew());
    assertEquals(List.of(Endpoint.parse("203.0.113.9:51820")), world.triedFor(leaf));
    // Once more in case handshakes crossed.
    world.pass(SECOND.multipliedBy(10));
    assertEquals(2, calledAnew());
    asks(bootId);
    world.pass(SECOND.multipliedBy(10));
    assertEquals(2, calledAnew(), "it has been called for that");
  }

  @Test
  void whoAsksAllTheTimeIsCalledOnceAMinute() throws InvalidKeyException {
    startedKnowing("203.0.113.9:51820");
    world.pass(SECOND.multipliedBy(60));
    world.changes.clear();
    for (int i = 0; i < 60; i++) {
      asks(BootId.random(Capabilities.COMMON, new Random(100 + i)));
      world.pass(SECOND.multipliedBy(10));
    }
    assertTrue(calledAnew() <= 2 * (Timing.NEWS_AT_ONCE + 10), calledAnew() + " times");
  }
}
