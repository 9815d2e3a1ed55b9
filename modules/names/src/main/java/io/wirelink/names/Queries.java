package io.wirelink.names;

import io.wirelink.device.IpAddress;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Decides whose queries are answered, and answers them.
 *
 * <p>A socket on an address of the tunnel hears this host itself, from the same address or another
 * one of its own, and whoever WireGuard lets through: peers, from the addresses that are routed to
 * them.
 */
final class Queries {

  /** What answers are made of at the moment. */
  @FunctionalInterface
  interface Answers {
    /**
     * The answers of what is known now; null if nothing is.
     *
     * @throws InterruptedException if the server is being closed
     */
    @Nullable Answerer now() throws InterruptedException;
  }

  private final boolean peersToo;
  private final IpAddress own;
  private final Answers answers;
  private final LongSupplier nanoClock;
  private final QueryRate rate = new QueryRate();
  private final NameCounts counts;

  /**
   * Answers to queries.
   *
   * @param peersToo whether peers are answered
   * @param own the address that queries come to
   */
  Queries(
      boolean peersToo, IpAddress own, Answers answers, LongSupplier nanoClock, NameCounts counts) {
    this.peersToo = peersToo;
    this.own = own;
    this.answers = answers;
    this.nanoClock = nanoClock;
    this.counts = counts;
  }

  /** Whether anything of this address is listened to. */
  boolean isHeard(IpAddress source) {
    return peersToo || isOwn(source);
  }

  private boolean isOwn(IpAddress source) {
    return source.equals(own) || source.isLoopback();
  }

  /** The answer to a query; empty if there is none. */
  Optional<byte[]> answer(IpAddress source, byte[] query) throws InterruptedException {
    Optional<byte[]> answer = isAdmitted(source, query) ? answered(query) : Optional.empty();
    if (answer.isPresent()) {
      counts.answered();
    } else {
      counts.ignored();
    }
    return answer;
  }

  private boolean isAdmitted(IpAddress source, byte[] query) {
    if (query.length > Answerer.MAX_DATAGRAM || !isHeard(source)) {
      return false;
    }
    long now = nanoClock.getAsLong();
    return isOwn(source) ? rate.admitsOwn(now) : rate.admits(source, now);
  }

  private Optional<byte[]> answered(byte[] query) throws InterruptedException {
    Answerer answerer = answers.now();
    return answerer == null ? Optional.empty() : answerer.answer(query, Answerer.MAX_DATAGRAM);
  }
}
