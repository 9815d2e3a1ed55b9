package io.wirelink.agent;

import io.wirelink.device.PublicKey;
import io.wirelink.invitation.Invitation;
import io.wirelink.invitation.InvitationStore;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Keeps what an agent knows from one run to the next. */
public interface StateStore extends InvitationStore, PresharedKeyStore {

  /** Keeps nothing. */
  StateStore NONE =
      new StateStore() {
        @Override
        public Optional<RememberedMesh> load(PublicKey self) {
          return Optional.empty();
        }

        @Override
        public void save(RememberedMesh mesh) {}

        @Override
        public List<Invitation> loadInvitations(PublicKey self) {
          return List.of();
        }

        @Override
        public void saveInvitations(PublicKey self, List<Invitation> invitations) {}

        @Override
        public List<KeptRemoval> loadRemovals(PublicKey self) {
          return List.of();
        }

        @Override
        public void saveRemovals(PublicKey self, List<KeptRemoval> removals) {}

        @Override
        public KeptRotations loadRotations(PublicKey self) {
          return KeptRotations.NONE;
        }

        @Override
        public void saveRotations(PublicKey self, KeptRotations rotations) {}

        @Override
        public boolean isKeeping() {
          return false;
        }

        @Override
        public List<KeptPresharedKey> loadPresharedKeys(PublicKey self) {
          return List.of();
        }

        @Override
        public void savePresharedKeys(PublicKey self, List<KeptPresharedKey> keys) {}
      };

  /**
   * What was saved last. What is damaged, foreign or not to be trusted is ignored, and the log says
   * so.
   *
   * @param self the host that asks
   * @return empty if there is nothing to go by
   */
  Optional<RememberedMesh> load(PublicKey self);

  /**
   * Saves what is known in place of what was saved before; that stays as it is if this fails. May
   * block.
   *
   * @throws IOException if it cannot be saved; the message is for the operator
   */
  void save(RememberedMesh mesh) throws IOException;

  /**
   * The removals that were saved last; nothing where that is damaged, foreign or not to be trusted,
   * and the log says so.
   *
   * @param self the host that asks
   */
  List<KeptRemoval> loadRemovals(PublicKey self);

  /**
   * Saves removals in place of those that were saved before; those stay as they are if this fails.
   * When it returns they survive a power failure. May block.
   *
   * @throws IOException if they cannot be saved; the message is for the operator
   */
  void saveRemovals(PublicKey self, List<KeptRemoval> removals) throws IOException;

  /**
   * The rotations that were saved last; nothing where that is damaged, foreign or not to be
   * trusted, and the log says so.
   *
   * @param self the host that asks, under the key that it had or under the one that it was to have
   */
  KeptRotations loadRotations(PublicKey self);

  /**
   * Saves rotations in place of those that were saved before; those stay as they are if this fails.
   * When it returns they survive a power failure. May block.
   *
   * @throws IOException if they cannot be saved; the message is for the operator
   */
  void saveRotations(PublicKey self, KeptRotations rotations) throws IOException;

  /**
   * Hands all that is kept on to the key that a host has now, if it has taken one. What is
   * interrupted in between is done again at the next start.
   *
   * @param self the key that the host has
   * @return its rotations
   * @throws IOException if something cannot be saved; the message is for the operator
   */
  default KeptRotations handOn(PublicKey self) throws IOException {
    KeptRotations kept = loadRotations(self);
    OwnRotation own = kept.own();
    if (own == null || !kept.isConcludedBy(self)) {
      return kept;
    }
    PublicKey before = own.from();
    Optional<RememberedMesh> mesh = load(before);
    if (mesh.isPresent()) {
      save(mesh.get().of(self));
    }
    List<Invitation> invitations = loadInvitations(before);
    if (!invitations.isEmpty()) {
      saveInvitations(self, invitations);
    }
    List<KeptRemoval> removals = loadRemovals(before);
    if (!removals.isEmpty()) {
      saveRemovals(self, removals);
    }
    KeptRotations concluded = kept.concluded();
    saveRotations(self, concluded);
    return concluded;
  }
}
