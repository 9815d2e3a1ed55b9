package io.wirelink.simulation;

import io.wirelink.device.PeerChange;
import io.wirelink.device.PresharedKeyPrint;
import org.jspecify.annotations.Nullable;

/**
 * What a peer's next handshake needs ({@code struct noise_handshake} of
 * drivers/net/wireguard/noise.h).
 */
final class Handshake {

  private PresharedKeyPrint presharedKey = PresharedKeyPrint.NONE;
  private long latestStamp = Long.MIN_VALUE;

  /** What this host calls the session that it has asked for; null if it waits for no response. */
  private @Nullable Long initiatedIndex;

  /** Which preshared key is set. */
  PresharedKeyPrint presharedKey() {
    return presharedKey;
  }

  void configure(PeerChange change) {
    if (change.presharedKey() != null) {
      presharedKey = change.presharedKey().print();
    }
  }

  /** The answer to an initiation, with which the peer has this session. */
  Message.Response response(Session session) {
    return new Message.Response(session.localIndex(), session.remoteIndex(), presharedKey);
  }

  /** Whether a response to this index is awaited. */
  boolean isInitiated(long index) {
    return initiatedIndex != null && initiatedIndex == index;
  }

  /** Waits for a response to this index from now on, which it gives back. */
  long initiate(long index) {
    initiatedIndex = index;
    return index;
  }

  /** Waits for no response any more; whether it did. */
  boolean forget() {
    boolean waited = initiatedIndex != null;
    initiatedIndex = null;
    return waited;
  }

  /** Whether an initiation is later than all before it, which is noted. */
  boolean isLatest(Message.Initiation initiation) {
    boolean later = initiation.stamp() > latestStamp;
    latestStamp = Math.max(latestStamp, initiation.stamp());
    return later;
  }
}
