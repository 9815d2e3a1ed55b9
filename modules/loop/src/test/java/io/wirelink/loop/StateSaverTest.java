package io.wirelink.loop;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wirelink.agent.Action;
import io.wirelink.agent.Event;
import io.wirelink.agent.KeptPresharedKey;
import io.wirelink.agent.KeptRemoval;
import io.wirelink.agent.KeptRotations;
import io.wirelink.agent.RememberedMesh;
import io.wirelink.agent.StateStore;
import io.wirelink.device.PresharedKey;
import io.wirelink.device.PublicKey;
import io.wirelink.fact.RemovalRecord;
import io.wirelink.invitation.Invitation;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How what is known gets to a disk that takes its time. */
@Timeout(300)
class StateSaverTest {

  private static final List<RememberedMesh> MESHES =
      IntStream.range(0, 100)
          .mapToObj(
              i ->
                  new RememberedMesh(
                      new PublicKey(1, 0, 0, 0), Instant.ofEpochSecond(i), List.of(), Map.of()))
          .toList();

  /** Longer than any test. */
  private static final long NEVER = Long.MAX_VALUE;

  private static final long AT_ONCE = 1;

  /** A disk that waits until it is let go, and may fail. */
  private static final class Disk implements StateStore {
    final CountDownLatch asked = new CountDownLatch(1);
    final CountDownLatch go = new CountDownLatch(1);
    final List<RememberedMesh> saved = Collections.synchronizedList(new ArrayList<>());
    boolean failing;
    List<Invitation> invitations = List.of();
    List<KeptRemoval> removals = List.of();

    /** As they were when they were saved: they are cleared then. */
    List<KeptPresharedKey> presharedKeys = List.of();

    @Override
    public List<KeptPresharedKey> loadPresharedKeys(PublicKey self) {
      return presharedKeys;
    }

    @Override
    public void savePresharedKeys(PublicKey self, List<KeptPresharedKey> all) throws IOException {
      if (failing) {
        throw new IOException("no space left on device");
      }
      presharedKeys =
          all.stream()
              .map(k -> new KeptPresharedKey(k.peer(), k.worked().copy(), null, k.since()))
              .toList();
    }

    @Override
    public KeptRotations loadRotations(PublicKey self) {
      return KeptRotations.NONE;
    }

    @Override
    public void saveRotations(PublicKey self, KeptRotations rotations) {}

    @Override
    public List<KeptRemoval> loadRemovals(PublicKey self) {
      return removals;
    }

    @Override
    public void saveRemovals(PublicKey self, List<KeptRemoval> all) throws IOException {
      if (failing) {
        throw new IOException("no space left on device");
      }
      removals = all;
    }

    @Override
    public List<Invitation> loadInvitations(PublicKey self) {
      return invitations;
    }

    @Override
    public void saveInvitations(PublicKey self, List<Invitation> all) throws IOException {
      if (failing) {
        throw new IOException("no space left on device");
      }
      invitations = all;
    }

    @Override
    public Optional<RememberedMesh> load(PublicKey self) {
      return Optional.empty();
    }

    @Override
    public void save(RememberedMesh mesh) throws IOException {
      asked.countDown();
      try {
        go.await();
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
      saved.add(mesh);
      if (failing) {
        throw new IOException("no space left on device");
      }
    }
  }

  private final List<Event> outcomes = Collections.synchronizedList(new ArrayList<>());

  @Test
  void aSlowDiskHoldsNobodyUpAndGetsTheLatest() throws InterruptedException {
    Disk disk = new Disk();
    try (StateSaver saver = new StateSaver(disk, outcomes::add, NEVER)) {
      saver.save(MESHES.getFirst());
      disk.asked.await();
      MESHES.subList(1, 100).forEach(saver::save);
      assertEquals(List.of(), disk.saved);
      disk.go.countDown();
    }
    assertEquals(List.of(MESHES.getFirst(), MESHES.getLast()), disk.saved);
  }

  @Test
  void aDiskThatIsFullEndsNothing() {
    Disk disk = new Disk();
    disk.failing = true;
    disk.go.countDown();
    try (StateSaver saver = new StateSaver(disk, outcomes::add, NEVER)) {
      MESHES.forEach(saver::save);
    }
    assertEquals(MESHES.getLast(), disk.saved.getLast());
  }

  @Test
  void whatBecomesOfInvitationsIsSaid() {
    Disk disk = new Disk();
    PublicKey self = new PublicKey(1, 0, 0, 0);
    Invitation desk = new Invitation(self, "desk", List.of(), Instant.EPOCH, null, false);
    try (StateSaver saver = new StateSaver(disk, outcomes::add, NEVER)) {
      saver.save(self, new Action.KeepInvitations(7, List.of(desk)));
    }
    disk.failing = true;
    try (StateSaver saver = new StateSaver(disk, outcomes::add, NEVER)) {
      saver.save(self, new Action.KeepInvitations(8, List.of()));
    }
    assertEquals(List.of(desk), disk.invitations);
    assertEquals(
        List.of(new Event.InvitationsKept(7, true), new Event.InvitationsKept(8, false)), outcomes);
  }

  @Test
  void whatBecomesOfRemovalsIsSaid() {
    Disk disk = new Disk();
    PublicKey self = new PublicKey(1, 0, 0, 0);
    KeptRemoval desk =
        new KeptRemoval(
            new RemovalRecord(new PublicKey(2, 0, 0, 0), 1, true), "desk", Instant.EPOCH, Set.of());
    try (StateSaver saver = new StateSaver(disk, outcomes::add, NEVER)) {
      saver.save(self, new Action.KeepRemovals(7, List.of(desk)));
    }
    disk.failing = true;
    try (StateSaver saver = new StateSaver(disk, outcomes::add, NEVER)) {
      saver.save(self, new Action.KeepRemovals(8, List.of()));
    }
    assertEquals(List.of(desk), disk.removals);
    assertEquals(
        List.of(new Event.RemovalsKept(7, true), new Event.RemovalsKept(8, false)), outcomes);
  }

  @Test
  void whatBecomesOfPresharedKeysIsSaidAndTheyAreCleared() {
    Disk disk = new Disk();
    PublicKey self = new PublicKey(1, 0, 0, 0);
    byte[] secret = new byte[PresharedKey.SECRET_LENGTH];
    secret[0] = 1;
    for (boolean failing : new boolean[] {false, true}) {
      disk.failing = failing;
      PresharedKey key = PresharedKey.agreed(secret);
      try (StateSaver saver = new StateSaver(disk, outcomes::add, NEVER)) {
        var kept = new KeptPresharedKey(self, key, PresharedKey.NONE, Instant.EPOCH);
        saver.save(self, new Action.KeepPresharedKeys(failing ? 8 : 7, List.of(kept)));
      }
      assertArrayEquals(new byte[PresharedKey.LENGTH], key.bytes());
    }
    assertArrayEquals(
        PresharedKey.agreed(secret).bytes(), disk.presharedKeys.getFirst().worked().bytes());
    assertEquals(
        List.of(new Event.PresharedKeysKept(7, true), new Event.PresharedKeysKept(8, false)),
        outcomes);
  }

  @Test
  void aDiskThatHangsDoesNotKeepTheAgentFromEnding() {
    Disk disk = new Disk();
    StateSaver saver = new StateSaver(disk, outcomes::add, AT_ONCE);
    saver.save(MESHES.getFirst());
    saver.close();
    assertTrue(disk.saved.isEmpty());
    disk.go.countDown();
  }
}
