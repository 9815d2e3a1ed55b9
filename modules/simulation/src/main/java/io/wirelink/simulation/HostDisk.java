package io.wirelink.simulation;

import io.wirelink.agent.KeptPresharedKey;
import io.wirelink.agent.KeptRemoval;
import io.wirelink.agent.KeptRotations;
import io.wirelink.agent.RememberedMesh;
import io.wirelink.agent.StateStore;
import io.wirelink.device.PublicKey;
import io.wirelink.invitation.Invitation;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the agent of a host has kept for its next start; it survives that power is lost. */
final class HostDisk implements StateStore {

  /** What is known of the mesh; null if nothing. */
  @Nullable RememberedMesh remembered;

  List<Invitation> invitations = List.of();
  List<KeptRemoval> removals = List.of();
  KeptRotations rotations = KeptRotations.NONE;

  /** Preshared keys, in copies that nobody clears. */
  List<KeptPresharedKey> presharedKeys = List.of();

  /** Hands on all to the key that the host has now, if it has taken one. */
  void handOnTo(PublicKey self) {
    try {
      handOn(self);
    } catch (IOException e) {
      throw new AssertionError("nothing fails in memory", e);
    }
  }

  @Override
  public Optional<RememberedMesh> load(PublicKey self) {
    return Optional.ofNullable(remembered);
  }

  @Override
  public void save(RememberedMesh mesh) {
    remembered = mesh;
  }

  @Override
  public List<Invitation> loadInvitations(PublicKey self) {
    return invitations;
  }

  @Override
  public void saveInvitations(PublicKey self, List<Invitation> all) {
    invitations = all;
  }

  @Override
  public List<KeptRemoval> loadRemovals(PublicKey self) {
    return removals;
  }

  @Override
  public void saveRemovals(PublicKey self, List<KeptRemoval> all) {
    removals = all;
  }

  @Override
  public KeptRotations loadRotations(PublicKey self) {
    return rotations;
  }

  @Override
  public void saveRotations(PublicKey self, KeptRotations all) {
    rotations = all;
  }

  @Override
  public List<KeptPresharedKey> loadPresharedKeys(PublicKey self) {
    return presharedKeys;
  }

  @Override
  public void savePresharedKeys(PublicKey self, List<KeptPresharedKey> all) {
    presharedKeys = all;
  }
}
