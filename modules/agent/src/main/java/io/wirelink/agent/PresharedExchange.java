package io.wirelink.agent;

import io.wirelink.device.PresharedKey;
import io.wirelink.device.PublicKey;
import io.wirelink.gossip.PresharedMessage;
import io.wirelink.gossip.PresharedMessage.Piece;
import io.wirelink.kem.Agreement;
import io.wirelink.kem.DecapsulationKey;
import io.wirelink.kem.Encapsulated;
import io.wirelink.kem.KemTask;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One exchange with one peer by which both agree on a preshared key (docs/protocol.md, "Preshared
 * keys"). It knows neither time nor how often something is said.
 */
final class PresharedExchange {

  /** The halves of what the other one says, as they come. */
  private static final class Halves {
    private byte @Nullable [] first;
    private byte @Nullable [] second;

    /** Takes a half, and says whether it was there before. */
    private boolean put(PresharedMessage.Half half) {
      boolean known = (half.second() ? second : first) != null;
      if (!known && half.second()) {
        second = half.bytes();
      } else if (!known) {
        first = half.bytes();
      }
      return known;
    }

    private byte @Nullable [] whole() {
      if (first == null || second == null) {
        return null;
      }
      byte[] whole = Arrays.copyOf(first, first.length + second.length);
      System.arraycopy(second, 0, whole, first.length, second.length);
      return whole;
    }
  }

  private final long id;
  private final boolean leader;
  private final PublicKey self;
  private final PublicKey other;
  private final Map<Piece, Halves> heard = new EnumMap<>(Piece.class);
  private List<PresharedMessage> words = List.of();
  private boolean computing;
  private boolean concluding;
  private @Nullable DecapsulationKey own;
  private @Nullable Encapsulated sent;
  private @Nullable Agreement agreement;
  private boolean released;

  /** Whether the key is somebody else's to clear. */
  private boolean given;

  private boolean done;

  /**
   * An exchange that begins.
   *
   * @param id names it; not to be guessed
   * @param leader whether this host begins
   */
  PresharedExchange(long id, boolean leader, PublicKey self, PublicKey other) {
    this.id = id;
    this.leader = leader;
    this.self = self;
    this.other = other;
  }

  long id() {
    return id;
  }

  boolean isLeader() {
    return leader;
  }

  /** Whether nothing more is to come of it. */
  boolean isDone() {
    return done;
  }

  /** Whether something is being computed elsewhere. */
  boolean isComputing() {
    return computing;
  }

  /** Whether what is to be said now is to be said until it is answered: the leader sees to that. */
  boolean isAwaiting() {
    return leader && !computing && !done && !words.isEmpty();
  }

  /** What is to be said now. */
  List<PresharedMessage> words() {
    return words;
  }

  /** Begins, as the leader. */
  KemTask begin() {
    computing = true;
    return KemTask.BEGIN;
  }

  /** Whether what is to be said now answers this piece, so that it is said again for it. */
  boolean answers(Piece piece) {
    boolean last = agreement != null;
    return !leader
        && !computing
        && !done
        && !words.isEmpty()
        && piece == (last ? Piece.FOR_FOLLOWER : Piece.LEADER_KEY);
  }

  /** Takes what the other one says, and says what is to be computed, if anything is. */
  Optional<KemTask> take(PresharedMessage.Half half) {
    boolean leaders = half.piece() == Piece.LEADER_KEY || half.piece() == Piece.FOR_FOLLOWER;
    if (computing || done || leaders == leader) {
      return Optional.empty();
    }
    heard.computeIfAbsent(half.piece(), piece -> new Halves()).put(half);
    byte[] key = whole(leader ? Piece.FOLLOWER_KEY : Piece.LEADER_KEY);
    byte[] secret = whole(leader ? Piece.FOR_LEADER : Piece.FOR_FOLLOWER);
    DecapsulationKey mine = own;
    if (agreement != null || key == null) {
      return Optional.empty();
    }
    if (mine == null && !leader) {
      computing = true;
      return Optional.of(KemTask.respond(key));
    }
    if (mine == null || secret == null) {
      return Optional.empty();
    }
    computing = true;
    concluding = true;
    return Optional.of(leader ? KemTask.finish(mine, key, secret) : KemTask.conclude(mine, secret));
  }

  private byte @Nullable [] whole(Piece piece) {
    Halves halves = heard.get(piece);
    return halves == null ? null : halves.whole();
  }

  /** Takes what was computed. */
  void computed(KemTask.Answer answer) {
    if (!computing) {
      return;
    }
    computing = false;
    own = answer.own();
    sent = answer.sent() == null ? sent : answer.sent();
    List<PresharedMessage> said = new ArrayList<>();
    if (!concluding) {
      say(leader ? Piece.LEADER_KEY : Piece.FOLLOWER_KEY, answer.own().encapsulationKey(), said);
    }
    if (sent != null && (leader || !concluding)) {
      say(leader ? Piece.FOR_FOLLOWER : Piece.FOR_LEADER, sent.ciphertext(), said);
    }
    byte[] opened = answer.opened();
    if (opened != null && sent != null) {
      agreement = agree(answer.own(), sent, opened);
      Arrays.fill(opened, (byte) 0);
      Arrays.fill(sent.secret(), (byte) 0);
    }
    if (agreement != null && !leader) {
      said.add(new PresharedMessage.Ready(id, agreement.haveProof()));
    }
    words = List.copyOf(said);
  }

  private void say(Piece piece, byte[] bytes, List<PresharedMessage> said) {
    int half = bytes.length / 2;
    said.add(new PresharedMessage.Half(id, piece, false, Arrays.copyOf(bytes, half)));
    said.add(
        new PresharedMessage.Half(id, piece, true, Arrays.copyOfRange(bytes, half, bytes.length)));
  }

  private @Nullable Agreement agree(DecapsulationKey mine, Encapsulated made, byte[] opened) {
    byte[] key = whole(leader ? Piece.FOLLOWER_KEY : Piece.LEADER_KEY);
    byte[] secret = whole(leader ? Piece.FOR_LEADER : Piece.FOR_FOLLOWER);
    if (key == null || secret == null) {
      return null;
    }
    byte[] ownKey = mine.encapsulationKey();
    return leader
        ? Agreement.of(
            self,
            other,
            new Agreement.Transcript(ownKey, key, secret, made.ciphertext()),
            opened,
            made.secret())
        : Agreement.of(
            other,
            self,
            new Agreement.Transcript(key, ownKey, made.ciphertext(), secret),
            made.secret(),
            opened);
  }

  /**
   * The key, if the other's proof that it has it, or has set it, is right.
   *
   * @return empty if there is none yet, or the proof is wrong
   */
  Optional<PresharedKey> proven(PresharedMessage.Ready ready) {
    Agreement agreed = agreement;
    if (agreed == null || computing) {
      return Optional.empty();
    }
    byte[] follower = released ? agreed.takenProof() : agreed.haveProof();
    byte[] expected = leader ? follower : agreed.setProof();
    return MessageDigest.isEqual(expected, ready.proof())
        ? Optional.of(agreed.key())
        : Optional.empty();
  }

  /** Says nothing more for now, as the leader: the other one has the key, which is to be set. */
  void rest() {
    words = List.of();
    given = true;
  }

  /** Takes note that the key is somebody else's to clear now. */
  void give() {
    given = true;
  }

  /** Says that the key is set, as the leader. */
  void release() {
    if (agreement != null) {
      words = List.of(new PresharedMessage.Ready(id, agreement.setProof()));
      released = true;
    }
  }

  /** Whether it was said that the key is set. */
  boolean isReleased() {
    return released;
  }

  /** Ends it, since both have set the key; the other one says so whenever it is asked. */
  void end() {
    done = true;
    given = true;
    own = null;
    sent = null;
    heard.clear();
    words = List.of();
    if (!leader && agreement != null) {
      words = List.of(new PresharedMessage.Ready(id, agreement.takenProof()));
    }
  }

  /** Clears the key of an exchange from which nothing is to come any more. */
  void discard() {
    if (agreement != null && !given) {
      agreement.key().clear();
    }
  }
}
