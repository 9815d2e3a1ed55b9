package io.wirelink.state;

import io.wirelink.agent.KeptPresharedKey;
import io.wirelink.agent.KeptRemoval;
import io.wirelink.agent.KeptRotations;
import io.wirelink.agent.OwnRotation;
import io.wirelink.agent.RememberedMesh;
import io.wirelink.agent.StateStore;
import io.wirelink.config.EnvironmentSettings;
import io.wirelink.device.PublicKey;
import io.wirelink.invitation.Invitation;
import io.wirelink.text.FileFailures;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file that keeps what the agent of an interface knows (docs/operating.md, "After a restart").
 * Who can write it decides whom this host takes for members until somebody with a say is heard; so
 * one that others could have written is not read.
 */
public final class StateFile implements StateStore {
  private static final Logger log = LoggerFactory.getLogger(StateFile.class);

  /** Where all agents have theirs (systemd's {@code StateDirectory=wirelink}). */
  private static final Path DEFAULT_FOLDER = Path.of("/var/lib/wirelink");

  private final GuardedFile file;
  private final GuardedFile invitations;
  private final GuardedFile removals;
  private final GuardedFile rotations;
  private final GuardedFile presharedKeys;
  private final GuardedFile toSave;

  /** Whom {@link #toSave} was written for last. */
  private Set<PublicKey> savedFor = Set.of();

  /**
   * The file of an interface.
   *
   * @param folder where all agents have theirs; made when needed
   */
  StateFile(Path folder, String interfaceName) {
    file = new GuardedFile(folder, interfaceName + ".json");
    // Not ".json", which another interface could have.
    invitations = new GuardedFile(folder, interfaceName + ".invitations");
    removals = new GuardedFile(folder, interfaceName + ".removals");
    rotations = new GuardedFile(folder, interfaceName + ".rotations");
    presharedKeys = new GuardedFile(folder, interfaceName + ".preshared");
    toSave = new GuardedFile(folder, interfaceName + ".save");
  }

  /** The file of an interface, where the environment wants it. */
  public static StateFile of(Map<String, String> variables, String interfaceName) {
    String path = variables.getOrDefault(EnvironmentSettings.STATE_PATH, "");
    return new StateFile(path.isEmpty() ? DEFAULT_FOLDER : Path.of(path), interfaceName);
  }

  @Override
  public Optional<RememberedMesh> load(PublicKey self) {
    try {
      return Optional.of(read(self));
    } catch (NoSuchFileException e) {
      log.debug("Nothing is known from before: there is no {}", file);
    } catch (StateJson.Damaged e) {
      log.warn("Ignoring what is in {}: {}", file, e.getMessage());
    } catch (IOException e) {
      log.warn("Cannot read what is known from before in {}: {}", file, FileFailures.reading(e));
    }
    return Optional.empty();
  }

  /**
   * The same, with what is wrong.
   *
   * @throws NoSuchFileException if there is no file
   * @throws StateJson.Damaged if it is not to be believed
   */
  RememberedMesh read(PublicKey self) throws IOException, StateJson.Damaged {
    RememberedMesh mesh = StateJson.read(file.read());
    if (!mesh.self().equals(self)) {
      throw new StateJson.Damaged("it is of another host, or of a key that this one had before");
    }
    return mesh;
  }

  @Override
  public void save(RememberedMesh mesh) throws IOException {
    file.write(StateJson.write(mesh));
  }

  @Override
  public List<Invitation> loadInvitations(PublicKey self) {
    try {
      List<Invitation> all = InvitationsJson.read(invitations.read(), self);
      // The machine may have stopped before that was done.
      haveWritten(all);
      return all;
    } catch (NoSuchFileException e) {
      log.debug("Nobody was invited before: there is no {}", invitations);
    } catch (StateJson.Damaged e) {
      log.warn("Ignoring the invitations in {}: {}", invitations, e.getMessage());
    } catch (IOException e) {
      log.warn("Cannot read the invitations in {}: {}", invitations, FileFailures.reading(e));
    }
    return List.of();
  }

  @Override
  public void saveInvitations(PublicKey self, List<Invitation> all) throws IOException {
    invitations.write(InvitationsJson.write(self, all));
    haveWritten(all);
  }

  /**
   * Has those who came, and are to be, written into wg-quick's file: systemd's
   * wirelink-save@IFACE.path waits for this file. The agent itself may not write that one.
   */
  private void haveWritten(List<Invitation> all) {
    Set<PublicKey> wanted = new HashSet<>();
    for (Invitation each : all) {
      if (each.save() && each.joined() != null) {
        wanted.add(each.joined().key());
      }
    }
    try {
      if (!savedFor.containsAll(wanted)) {
        toSave.write("");
      }
      savedFor = wanted;
    } catch (IOException e) {
      log.warn("Who came is not written into wg-quick's file: {}", e.getMessage());
    }
  }

  @Override
  public List<KeptRemoval> loadRemovals(PublicKey self) {
    try {
      return RemovalsJson.read(removals.read(), self);
    } catch (NoSuchFileException e) {
      log.debug("Nobody was removed before: there is no {}", removals);
    } catch (StateJson.Damaged e) {
      log.warn("Ignoring the removals in {}: {}", removals, e.getMessage());
    } catch (IOException e) {
      log.warn("Cannot read the removals in {}: {}", removals, FileFailures.reading(e));
    }
    return List.of();
  }

  @Override
  public void saveRemovals(PublicKey self, List<KeptRemoval> all) throws IOException {
    removals.write(RemovalsJson.write(self, all));
  }

  @Override
  public KeptRotations loadRotations(PublicKey self) {
    try {
      return RotationsJson.read(rotations.read(), self);
    } catch (NoSuchFileException e) {
      log.debug("Nobody has taken another key before: there is no {}", rotations);
    } catch (StateJson.Damaged e) {
      log.warn("Ignoring the rotations in {}: {}", rotations, e.getMessage());
    } catch (IOException e) {
      log.warn("Cannot read the rotations in {}: {}", rotations, FileFailures.reading(e));
    }
    return KeptRotations.NONE;
  }

  /**
   * The key that a host is about to take, for a command that reads it where the agent keeps it.
   *
   * @param agent the number of the user that the agent runs as, to whom the file may belong
   * @return empty if there is none, or it is not to be believed, and the log says so
   */
  public Optional<OwnRotation> ownRotation(PublicKey self, int agent) {
    try {
      return Optional.ofNullable(RotationsJson.read(rotations.read(agent), self).own());
    } catch (StateJson.Damaged e) {
      log.warn("Ignoring the rotations in {}: {}", rotations, e.getMessage());
    } catch (IOException e) {
      log.warn("Cannot read the rotations in {}: {}", rotations, FileFailures.reading(e));
    }
    return Optional.empty();
  }

  @Override
  public void saveRotations(PublicKey self, KeptRotations all) throws IOException {
    rotations.write(RotationsJson.write(self, all));
  }

  @Override
  public List<KeptPresharedKey> loadPresharedKeys(PublicKey self) {
    try {
      return PresharedKeysJson.read(presharedKeys.read(), self);
    } catch (NoSuchFileException e) {
      log.debug("No preshared key was agreed upon before: there is no {}", presharedKeys);
    } catch (StateJson.Damaged e) {
      log.warn("Ignoring the preshared keys in {}: {}", presharedKeys, e.getMessage());
    } catch (IOException e) {
      log.warn("Cannot read the preshared keys in {}: {}", presharedKeys, FileFailures.reading(e));
    }
    return List.of();
  }

  @Override
  public void savePresharedKeys(PublicKey self, List<KeptPresharedKey> all) throws IOException {
    if (all.isEmpty()) {
      presharedKeys.delete();
    } else {
      presharedKeys.write(PresharedKeysJson.write(self, all));
    }
  }
}
