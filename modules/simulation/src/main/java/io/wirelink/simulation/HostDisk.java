package io.wirelink.simulation;

import io.wirelink.agent.KeptRemoval;
import io.wirelink.agent.RememberedMesh;
import io.wirelink.invitation.Invitation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the agent of a host has kept for its next start; it survives that power is lost. */
final class HostDisk {

  /** What is known of the mesh; null if nothing. */
  @Nullable RememberedMesh remembered;

  List<Invitation> invitations = List.of();
  List<KeptRemoval> removals = List.of();
}
