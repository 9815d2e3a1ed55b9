package io.wirelink.path;

import io.wirelink.device.PeerState;
import org.jspecify.annotations.Nullable;

/**
 * Tells the traffic of a peer from what this agent and WireGuard say by themselves, by the device's
 * counters, which count the bytes of WireGuard's own messages.
 */
public final class Traffic {

  /**
   * How many bytes may be sent between two looks without an answer being due: two keepalives, which
   * nobody answers.
   */
  public static final long UNANSWERED_BYTES = 2 * 32;

  /** The headers of IPv6 and UDP (RFC 8200, RFC 768). */
  public static final int INNER_HEADERS = 40 + 8;

  /** A transport data message beside its content, which is padded to 16 bytes. */
  private static final int MESSAGE = 32;

  private static final int PADDING = 16;

  /** A handshake initiation. */
  private static final long INITIATION = 148;

  private static final int MAX_INITIATIONS = 7;

  /**
   * What is not counted yet of what was explained: counters may lag behind. More than a few packets
   * never went out.
   */
  private static final long MAX_LAG = 4096;

  /**
   * What moved between two looks, but for the agent's own packets.
   *
   * @param sentBytes to the peer
   * @param sent whether that is more than keepalives and a handshake
   * @param received whether anything came from the peer
   */
  public record Moved(long sentBytes, boolean sent, boolean received) {

    public static final Moved NOTHING = new Moved(0, false, false);
  }

  private long ownSent;
  private long ownReceived;

  /** How many bytes a packet of the agent takes on the wire. */
  public static long wireBytes(int payload) {
    int content = payload + INNER_HEADERS;
    return MESSAGE + (content + PADDING - 1L) / PADDING * PADDING;
  }

  /**
   * Whether so many bytes that came between two looks, without a new handshake, are initiations and
   * nothing else: data is a multiple of 16 bytes, and they are not. Who calls and calls does not
   * hear what this host answers.
   */
  public static boolean areInitiations(long receivedBytes) {
    return receivedBytes == INITIATION || receivedBytes == 2 * INITIATION;
  }

  /**
   * The same of more of them, as many as agents call within a few seconds; four, which data may be
   * as well, are not told from it.
   */
  public static boolean areManyInitiations(long receivedBytes) {
    return receivedBytes > 0
        && receivedBytes <= MAX_INITIATIONS * INITIATION
        && receivedBytes % INITIATION == 0
        && receivedBytes % PADDING != 0;
  }

  /** Whether so many bytes that came cannot be initiations alone. */
  public static boolean areData(long receivedBytes) {
    return receivedBytes > 0 && receivedBytes % INITIATION != 0;
  }

  /** Notes that the agent sends a packet to the peer. */
  public void sent(int payload) {
    ownSent += wireBytes(payload);
  }

  /** Notes that a packet of the peer's agent came. */
  public void received(int payload) {
    ownReceived += wireBytes(payload);
  }

  /**
   * Compares two looks.
   *
   * @param rekeying whether a new handshake is due about now
   */
  public Moved between(@Nullable PeerState before, PeerState now, boolean rekeying) {
    if (before == null
        || now.sentBytes() < before.sentBytes()
        || now.receivedBytes() < before.receivedBytes()) {
      // It was added, or removed and added again.
      ownSent = 0;
      ownReceived = 0;
      return Moved.NOTHING;
    }
    long sent = now.sentBytes() - before.sentBytes() - ownSent;
    long received = now.receivedBytes() - before.receivedBytes() - ownReceived;
    ownSent = Math.clamp(-sent, 0, MAX_LAG);
    ownReceived = Math.clamp(-received, 0, MAX_LAG);
    // Data is a multiple of 16 bytes, and an initiation is not.
    boolean initiating = rekeying && sent % PADDING != 0;
    long tolerated = UNANSWERED_BYTES + (initiating ? INITIATION : 0);
    return new Moved(Math.max(0, sent), sent > tolerated, received > 0);
  }
}
