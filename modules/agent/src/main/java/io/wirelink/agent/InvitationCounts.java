package io.wirelink.agent;

/**
 * What became of the invitations of a router.
 *
 * @param open by how many somebody may come at this moment
 * @param used by how many somebody came, since the agent started
 * @param expired by how many nobody came in time, since then
 * @param refused how often somebody who had a line was refused since then: another host had come by
 *     it, it was over, or the key could not be used
 */
public record InvitationCounts(int open, long used, long expired, long refused) {

  /** Nobody was invited. */
  public static final InvitationCounts NONE = new InvitationCounts(0, 0, 0, 0);
}
