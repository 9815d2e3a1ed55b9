package io.wirelink.path;

import io.wirelink.gossip.PathMessage.Word;
import org.jspecify.annotations.Nullable;

/**
 * What both ends tell each other of a path, so that neither uses it alone: what the peer says takes
 * effect here, whatever way it came.
 */
final class Agreement {

  private final Standing standing;
  private final Need need;
  private final Reports reports;
  private final Proof proof;
  private final Doubt doubt;
  private final Outage outage;

  /** The last word of the peer that counts. */
  private @Nullable Word theirs;

  Agreement(
      Standing standing, Need need, Reports reports, Proof proof, Doubt doubt, Outage outage) {
    this.standing = standing;
    this.need = need;
    this.reports = reports;
    this.proof = proof;
    this.doubt = doubt;
    this.outage = outage;
  }

  /** What the peer said before counts no more. */
  void forget() {
    theirs = null;
  }

  /** Takes in what the peer says of its side by another way than the path. */
  void reported(Word word, long nowNanos) {
    doubt.listening().reported();
    told(word, nowNanos);
    if (word.asks() && standing.state().broken() != null) {
      reports.answer(nowNanos);
    }
  }

  /** Takes in what the peer says of its side; nothing, if it has said something later. */
  void told(Word word, long nowNanos) {
    if (theirs != null && !word.isAfter(theirs)) {
      return;
    }
    theirs = word;
    if (need.told(word, nowNanos)) {
      standing.changed();
    }
    if (need.isTheirs(nowNanos)) {
      proof.hurry(nowNanos);
    }
    if (word.good()) {
      proof.confirmed(nowNanos);
    } else {
      if (standing.state().carries()) {
        outage.begin(PathBreak.GIVEN_UP_BY_PEER, nowNanos);
        doubt.givenUpByPeer(nowNanos);
      }
      // It knows.
      reports.stop();
    }
    if (word.asks()) {
      doubt.lookAtOnce(nowNanos);
    }
  }

  /**
   * What the peer is to be told now by another way than the path; null if nothing.
   *
   * @param order the number of the word
   */
  @Nullable Word report(int order, long nowNanos) {
    boolean reported = reports.take(nowNanos);
    boolean over = need.take(nowNanos);
    return reported || over ? word(order, reported && reports.asks()) : null;
  }

  /** When {@link #report} is due; {@link Long#MAX_VALUE} if it is not. */
  long reportNanos() {
    return Math.min(reports.nextNanos(), need.overNanos());
  }

  /** What this host says of its side, under that number. */
  Word word(int order, boolean asks) {
    return new Word(order, standing.isGood(), asks, need.isOwn());
  }
}
