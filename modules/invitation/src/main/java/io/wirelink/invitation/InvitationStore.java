package io.wirelink.invitation;

import io.wirelink.device.PublicKey;
import java.io.IOException;
import java.util.List;

/** Keeps the invitations of a router from one run of its agent to the next. */
public interface InvitationStore {

  /**
   * What was saved last; nothing where that is damaged, foreign or not to be trusted, and the log
   * says so.
   *
   * @param self the router that asks
   */
  List<Invitation> loadInvitations(PublicKey self);

  /**
   * Saves them in place of what was saved before; that stays as it is if this fails. May block.
   *
   * @throws IOException if they cannot be saved; the message is for the operator
   */
  void saveInvitations(PublicKey self, List<Invitation> invitations) throws IOException;
}
