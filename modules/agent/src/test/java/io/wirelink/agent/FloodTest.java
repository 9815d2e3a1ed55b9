package io.wirelink.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wirelink.device.Endpoint;
import io.wirelink.device.IpAddress;
import io.wirelink.device.PublicKey;
import io.wirelink.fact.Fact;
import io.wirelink.fact.FactCodec;
import io.wirelink.fact.TimedFact;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** An agent under fire. */
class FloodTest {

  private static final int PACKETS = 100_000;
  private static final int PER_STEP = 100;

  private final AgentWorld world = new AgentWorld(AgentConfig.DEFAULT);
  private final PublicKey router = world.key(2);
  private final PublicKey leaf = world.key(3);
  private final Random random = new Random(42);

  private void started() {
    world.healthy(router, "203.0.113.1:51820", "10.0.0.0/24");
    world.healthy(leaf, "203.0.113.3:51820", "10.0.0.3/32");
    world.step();
    world.talks(router);
    world.talks(leaf);
    world.says(router, 255, Fact.endpoint(leaf, Endpoint.parse("203.0.113.4:1")));
  }

  private static byte[] encoded(Fact fact) {
    return FactCodec.encode(List.of(new TimedFact(fact, 255)));
  }

  /** What an attacker may send: cut, flipped, oversized, unsigned, mis-signed, nested, foreign. */
  private List<Event> hostile() {
    Fact lie = Fact.endpoint(leaf, Endpoint.parse("203.0.113.66:6"));
    byte[] good = packet(router, encoded(lie));
    byte[] flipped = good.clone();
    flipped[2 + random.nextInt(good.length - 2)] ^= (byte) (1 << random.nextInt(8));
    byte[] nested = new byte[120];
    nested[0] = 'S';
    byte[] noise = new byte[random.nextInt(1400)];
    random.nextBytes(noise);
    IpAddress source = router.linkLocalAddress();
    List<Event> events = new ArrayList<>();
    events.add(arrived(source, Arrays.copyOf(good, random.nextInt(good.length))));
    events.add(arrived(source, flipped));
    events.add(arrived(source, Arrays.copyOf(good, 4000)));
    events.add(arrived(source, encoded(lie)));
    events.add(arrived(source, packet(leaf, encoded(lie))));
    events.add(arrived(source, packet(router, nested)));
    events.add(arrived(source, packet(router, new byte[] {'e', 5, 1})));
    events.add(arrived(source, noise));
    events.add(arrived(leaf.linkLocalAddress(), good));
    events.add(arrived(new IpAddress(IpAddress.Family.V6, 0xfe80L << 48, random.nextLong()), good));
    return events;
  }

  private static Event arrived(IpAddress source, byte[] packet) {
    return new Event.PacketArrived(source, packet);
  }

  private byte[] packet(PublicKey from, byte[] inner) {
    return ((Event.PacketArrived) world.packet(from, inner)).packet();
  }

  /** Everything that is believed; how long it is depends on when one asks. */
  private List<Fact> facts() {
    return world.agent.view(world.time(), 0).facts().stream()
        .map(AgentView.KnownFact::fact)
        .toList();
  }

  @Test
  void aHundredThousandHostilePacketsChangeNothing() {
    started();
    List<Event> pool = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      pool.addAll(hostile());
    }
    List<Fact> before = facts();
    int changes = world.changes.size();
    long levelAfterWarmUp = 0;
    for (int sent = 0; sent < PACKETS; sent += PER_STEP) {
      Event[] events = new Event[PER_STEP];
      for (int i = 0; i < PER_STEP; i++) {
        events[i] = pool.get(random.nextInt(pool.size()));
      }
      world.step(events);
      world.told.clear();
      world.notices.clear();
      if (sent == PACKETS / 2) {
        levelAfterWarmUp = usedMemory();
      }
    }
    assertEquals(before, facts());
    assertEquals(changes, world.changes.size());
    long grown = usedMemory() - levelAfterWarmUp;
    assertTrue(grown < 1 << 20, grown + " bytes more after the second half");
    long rejected =
        world.agent.view(world.time(), 0).counters().rejections().values().stream()
            .mapToLong(Long::longValue)
            .sum();
    assertEquals(PACKETS, rejected);
  }

  @Test
  void aTrustedPeerThatSaysTooMuchTakesNoMoreThanItsRoom() {
    started();
    for (int i = 0; i < 3000; i++) {
      Fact[] facts = new Fact[20];
      for (int j = 0; j < facts.length; j++) {
        IpAddress address = IpAddress.v4(0xcb007100 + 20 * i + j);
        facts[j] = Fact.endpoint(leaf, new Endpoint(address, 1));
      }
      world.says(router, 255, facts);
    }
    assertTrue(facts().size() <= 2048 + 10, facts().size() + " facts");
  }

  private static long usedMemory() {
    Runtime runtime = Runtime.getRuntime();
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
