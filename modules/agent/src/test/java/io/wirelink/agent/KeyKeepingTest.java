package io.wirelink.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wirelink.device.PresharedKey;
import io.wirelink.device.PresharedKeyPrint;
import io.wirelink.device.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** When preshared keys are written, and what a disk means that does not take them. */
class KeyKeepingTest {

  private static final PublicKey PEER = KeyWorld.PEER;

  private final Map<PublicKey, PeerKeys> all = new HashMap<>();
  private final KeyKeeping keeping =
      new KeyKeeping(new AgentClock(new Time(0, Instant.EPOCH), 1), all);
  private final Set<PublicKey> touched = new HashSet<>();
  private long now = Duration.ofDays(2).toNanos();

  private List<Action> due() {
    List<Action> actions = new ArrayList<>();
    keeping.due(actions, now);
    return actions;
  }

  private static Action.KeepPresharedKeys only(List<Action> actions) {
    assertEquals(1, actions.size(), actions::toString);
    return (Action.KeepPresharedKeys) actions.getFirst();
  }

  /** Keys with a peer, of which one was agreed upon just now and is not kept. */
  private PeerKeys agreed() {
    KeyWorld world = new KeyWorld();
    world.keys.agreed(KeyWorld.key(1), world.now());
    all.put(PEER, world.keys);
    return world.keys;
  }

  @Test
  void aKeyMayBeSetWhenItIsWritten() {
    PeerKeys keys = agreed();
    assertTrue(keys.isToKeep());
    assertEquals(List.of(), due(), "nobody has asked for it");
    keeping.want();
    Action.KeepPresharedKeys write = only(due());
    assertEquals(KeyWorld.key(1).print(), write.keys().getFirst().next().print());
    assertFalse(keys.isToKeep());
    assertTrue(keys.change(now).isEmpty());
    keeping.kept(write.revision(), true, touched, now);
    assertEquals(Set.of(PEER), touched);
    assertEquals(KeyWorld.key(1).print(), keys.change(now).orElseThrow().print());
  }

  @Test
  void whereTheDiskTakesNothingNothingIsSetAndItIsTriedAgain() {
    PeerKeys keys = agreed();
    keeping.want();
    Action.KeepPresharedKeys write = only(due());
    keeping.kept(write.revision(), false, touched, now);
    assertEquals(Set.of(), touched);
    assertTrue(keys.change(now).isEmpty());
    assertEquals(List.of(), due());
    now += Timing.HOUSEKEEPING_NANOS;
    Action.KeepPresharedKeys again = only(due());
    keeping.kept(again.revision(), true, touched, now);
    assertTrue(keys.change(now).isPresent());
  }

  @Test
  void oneWriteIsUnderWayAtATimeAndOneIsDoneInASecond() {
    agreed();
    keeping.want();
    Action.KeepPresharedKeys write = only(due());
    keeping.want();
    now += Duration.ofHours(1).toNanos();
    assertEquals(List.of(), due());
    keeping.kept(write.revision(), true, touched, now);
    Action.KeepPresharedKeys next = only(due());
    keeping.kept(next.revision(), true, touched, now);
    keeping.want();
    assertEquals(List.of(), due());
    assertEquals(now + Duration.ofSeconds(1).toNanos(), keeping.deadlineNanos());
    now = keeping.deadlineNanos();
    only(due());
  }

  @Test
  void nothingIsWrittenWhereThereIsNoKeyAndNeverWas() {
    keeping.want();
    assertEquals(List.of(), due());
    List<Action> actions = new ArrayList<>();
    keeping.nothing(actions);
    assertEquals(List.of(), actions);
    keeping.restored();
    keeping.nothing(actions);
    assertEquals(List.of(), only(actions).keys());
  }

  @Test
  void copiesAreWritten() {
    KeyWorld world = new KeyWorld();
    var key = KeyWorld.key(1);
    world.keys.agreed(key, world.now());
    all.put(PEER, world.keys);
    keeping.want();
    Action.KeepPresharedKeys write = only(due());
    write.keys().forEach(KeptPresharedKey::clear);
    assertEquals(KeyWorld.key(1).print(), key.print());
    assertEquals(KeyWorld.key(1).print(), PresharedKey.ofBytes(key.bytes()).print());
    assertFalse(key.print().equals(PresharedKeyPrint.NONE));
  }
}
