package io.wirelink.loop;

import io.wirelink.agent.Action;
import io.wirelink.agent.Event;
import io.wirelink.agent.KeptPresharedKey;
import io.wirelink.agent.KeptRotations;
import io.wirelink.agent.RememberedMesh;
import io.wirelink.agent.StateStore;
import io.wirelink.device.PublicKey;
import java.io.IOException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Saves what the agent knows in a thread of its own, since a disk may take its time. Of what waits
 * only the latest is saved; invitations and removals are saved each time, and the agent is told of
 * it.
 */
final class StateSaver implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(StateSaver.class);

  /** How long a disk that hangs may keep the agent from ending. */
  private static final long END_MILLIS = 500;

  private final StateStore store;
  private final Consumer<Event> outcomes;
  private final long endMillis;
  private final AtomicReference<@Nullable RememberedMesh> waiting = new AtomicReference<>();
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread saving = new Thread(task, "state");
            saving.setDaemon(true);
            return saving;
          });

  /** Whether the last one could not be saved; known to the thread alone. */
  private boolean failing;

  /**
   * Saves there.
   *
   * @param outcomes takes what becomes of invitations, in another thread
   */
  StateSaver(StateStore store, Consumer<Event> outcomes) {
    this(store, outcomes, END_MILLIS);
  }

  /** The same with a disk that may take so long at the end. */
  StateSaver(StateStore store, Consumer<Event> outcomes, long endMillis) {
    this.store = store;
    this.outcomes = outcomes;
    this.endMillis = endMillis;
  }

  /** Hands all that is kept on to the key that a host has now, if it has taken one. */
  static KeptRotations handOn(StateStore store, PublicKey self) {
    try {
      return store.handOn(self);
    } catch (IOException e) {
      log.error(
          "What was known under the key before cannot be saved under {}: {}", self, e.getMessage());
      return store.loadRotations(self).concluded();
    }
  }

  /** Has this saved soon, and returns at once. */
  void save(RememberedMesh mesh) {
    if (waiting.getAndSet(mesh) == null) {
      thread.execute(this::saveLatest);
    }
  }

  /** Has invitations saved soon, says then whether they are, and returns at once. */
  void save(PublicKey self, Action.KeepInvitations keep) {
    keep(
        () -> store.saveInvitations(self, keep.invitations()),
        "Invitations are not saved, and nobody is let in: {}",
        kept -> new Event.InvitationsKept(keep.revision(), kept));
  }

  /** Has removals saved soon, says then whether they are, and returns at once. */
  void save(PublicKey self, Action.KeepRemovals keep) {
    keep(
        () -> store.saveRemovals(self, keep.removals()),
        "Removals are not saved, and those said here do not count: {}",
        kept -> new Event.RemovalsKept(keep.revision(), kept));
  }

  /** Has rotations saved soon, says then whether they are, and returns at once. */
  void save(PublicKey self, Action.KeepRotations keep) {
    keep(
        () -> store.saveRotations(self, keep.rotations()),
        "Rotations are not saved, and do not go on: {}",
        kept -> new Event.RotationsKept(keep.revision(), kept));
  }

  /** Has preshared keys saved soon, clears them, says then whether they are, returns at once. */
  void save(PublicKey self, Action.KeepPresharedKeys keep) {
    keep(
        () -> {
          try {
            store.savePresharedKeys(self, keep.keys());
          } finally {
            keep.keys().forEach(KeptPresharedKey::clear);
          }
        },
        "Preshared keys are not saved, and not used: {}",
        kept -> new Event.PresharedKeysKept(keep.revision(), kept));
  }

  /** Writes something to the disk. */
  @FunctionalInterface
  private interface Saving {
    void save() throws IOException;
  }

  private void keep(Saving saving, String complaint, Function<Boolean, Event> outcome) {
    thread.execute(
        () -> {
          boolean kept = false;
          try {
            saving.save();
            kept = true;
          } catch (IOException e) {
            log.warn(complaint, e.getMessage());
          }
          outcomes.accept(outcome.apply(kept));
        });
  }

  private void saveLatest() {
    RememberedMesh latest = waiting.getAndSet(null);
    if (latest == null) {
      return;
    }
    try {
      store.save(latest);
      if (failing) {
        log.info("What is known of the mesh is saved again");
      }
      failing = false;
    } catch (IOException e) {
      if (!failing) {
        log.warn("What is known of the mesh is not saved, for a restart: {}", e.getMessage());
      }
      failing = true;
    }
  }

  /** Waits until all is saved, but not for long. */
  @Override
  public void close() {
    thread.shutdown();
    try {
      if (!thread.awaitTermination(endMillis, TimeUnit.MILLISECONDS)) {
        log.warn("What is known of the mesh is not saved in time, for a restart");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
