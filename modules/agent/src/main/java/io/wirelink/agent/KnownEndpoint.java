package io.wirelink.agent;

import io.wirelink.device.Endpoint;
import io.wirelink.fact.Source;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An endpoint of a peer, and what was tried with it, in the story of that peer.
 *
 * @param endpoint where
 * @param use whether it makes sense to this host
 * @param origin what speaks best for it; null if it is not to be tried
 * @param unlikely whether it is one that hardly leads anywhere, beside others that may
 * @param source who gives it; null if nobody does any more, or who did is not believed
 * @param until until when that is believed; null if it is not
 * @param current whether the device sends there now
 * @param tries how often it was tried; 0 with {@link Result#ANSWERED} if the peer called from it
 * @param first when it was tried first; null if never
 * @param last when it was tried last; null if never
 * @param result what came of it
 * @param answered when the peer was last seen to begin to answer there; null if never
 */
public record KnownEndpoint(
    Endpoint endpoint,
    Use use,
    @Nullable EndpointOrigin origin,
    boolean unlikely,
    @Nullable Source source,
    @Nullable Instant until,
    boolean current,
    int tries,
    @Nullable Instant first,
    @Nullable Instant last,
    Result result,
    @Nullable Instant answered) {

  /** Whether an endpoint makes sense to this host. */
  public enum Use {
    /** It can be tried. */
    USABLE,
    /** It lies in the tunnel itself. */
    IN_TUNNEL,
    /** It is this host's own. */
    OWN,
    /** It is not an address that other hosts can use, or has no port. */
    NOT_GLOBAL,
    /** Nobody gives it any more, though it was tried. */
    FORGOTTEN
  }

  /** What came of the last try of an endpoint. */
  public enum Result {
    /** It was not tried. */
    UNTRIED,
    /** It is being tried. */
    PENDING,
    /** A handshake came about. */
    ANSWERED,
    /** Nothing came back. */
    SILENT
  }
}
