package io.wirelink.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wirelink.device.PresharedKey;
import io.wirelink.device.PublicKey;
import io.wirelink.gossip.PresharedMessage;
import io.wirelink.gossip.PresharedMessage.Piece;
import io.wirelink.kem.KemTask;
import java.security.InvalidKeyException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Two sides of one exchange, and what comes of what is said between them. */
class PresharedExchangeTest {

  private static final PublicKey LOW = new PublicKey(1, 0, 0, 0);
  private static final PublicKey HIGH = new PublicKey(2, 0, 0, 0);

  private final FakeKem kem = new FakeKem(1);
  private final PresharedExchange leader = new PresharedExchange(9, true, LOW, HIGH);
  private final PresharedExchange follower = new PresharedExchange(9, false, HIGH, LOW);

  private static PresharedKey proven(PresharedExchange exchange, PresharedMessage word) {
    return exchange.proven((PresharedMessage.Ready) word).orElse(null);
  }

  private void tell(PresharedExchange exchange, List<PresharedMessage> words) {
    for (PresharedMessage word : words) {
      if (word instanceof PresharedMessage.Half half) {
        compute(exchange, exchange.take(half));
      }
    }
  }

  private void compute(PresharedExchange exchange, Optional<KemTask> task) {
    if (task.isPresent()) {
      assertTrue(exchange.isComputing());
      try {
        exchange.computed(task.get().run(kem));
      } catch (InvalidKeyException e) {
        throw new AssertionError(e);
      }
    }
  }

  /** Until the follower has the key. */
  private void exchange() {
    compute(leader, Optional.of(leader.begin()));
    tell(follower, leader.words());
    tell(leader, follower.words());
    tell(follower, leader.words());
  }

  @Test
  void bothComeToTheSameKey() {
    exchange();
    assertTrue(leader.isAwaiting());
    assertFalse(follower.isAwaiting());
    PresharedKey key = proven(leader, follower.words().getFirst());
    leader.rest();
    assertFalse(leader.isAwaiting());
    leader.release();
    assertEquals(key.print(), proven(follower, leader.words().getFirst()).print());
    follower.end();
    assertEquals(key.print(), proven(leader, follower.words().getFirst()).print());
    leader.end();
    assertTrue(leader.isDone());
    assertTrue(follower.isDone());
  }

  @Test
  void whatComesInAnyOrderAndTwiceIsTheSame() {
    Random random = new Random(3);
    compute(leader, Optional.of(leader.begin()));
    List<PresharedExchange> sides = List.of(follower, leader, follower);
    for (int i = 0; i < sides.size(); i++) {
      List<PresharedMessage> words =
          new ArrayList<>(sides.get(i) == follower ? leader.words() : follower.words());
      words.addAll(List.copyOf(words));
      Collections.shuffle(words, random);
      tell(sides.get(i), words);
    }
    assertTrue(leader.proven((PresharedMessage.Ready) follower.words().getFirst()).isPresent());
  }

  /** ML-KEM takes what was altered without a word; the proof does not. */
  @Test
  void nobodyBelievesAProofWhenAnyPieceWasAltered() {
    for (Piece altered : Piece.values()) {
      var one = new PresharedExchange(9, true, LOW, HIGH);
      var other = new PresharedExchange(9, false, HIGH, LOW);
      compute(one, Optional.of(one.begin()));
      tell(other, altered(one.words(), altered));
      tell(one, altered(other.words(), altered));
      tell(other, altered(one.words(), altered));
      PresharedMessage.Ready ready = (PresharedMessage.Ready) other.words().getFirst();
      assertEquals(Optional.empty(), one.proven(ready), altered + "");
    }
  }

  private static List<PresharedMessage> altered(List<PresharedMessage> words, Piece piece) {
    List<PresharedMessage> said = new ArrayList<>();
    for (PresharedMessage word : words) {
      if (word instanceof PresharedMessage.Half half && half.piece() == piece && half.second()) {
        byte[] bytes = half.bytes().clone();
        bytes[bytes.length - 1] ^= 1;
        said.add(new PresharedMessage.Half(half.id(), piece, true, bytes));
      } else {
        said.add(word);
      }
    }
    return said;
  }

  @Test
  void aProofCountsForWhatItSaysAlone() {
    exchange();
    PresharedMessage have = follower.words().getFirst();
    assertEquals(null, proven(follower, have));
    leader.rest();
    leader.release();
    PresharedMessage set = leader.words().getFirst();
    assertEquals(null, proven(leader, set));
    // One that was long on its way does not say that the key is taken.
    assertEquals(null, proven(leader, have));
    assertEquals(null, proven(leader, new PresharedMessage.Ready(9, new byte[16])));
  }

  @Test
  void whoIsAskedAgainSaysTheSameAgain() {
    compute(leader, Optional.of(leader.begin()));
    tell(follower, leader.words());
    List<PresharedMessage> said = follower.words();
    assertTrue(follower.answers(Piece.LEADER_KEY));
    tell(follower, leader.words());
    assertEquals(said, follower.words());
    tell(leader, said);
    tell(follower, leader.words());
    assertFalse(follower.answers(Piece.LEADER_KEY));
    assertTrue(follower.answers(Piece.FOR_FOLLOWER));
  }

  @Test
  void whatOneSideSaysIsNothingToItself() {
    compute(leader, Optional.of(leader.begin()));
    List<PresharedMessage> own = leader.words();
    tell(leader, own);
    assertEquals(own, leader.words());
    assertFalse(leader.isComputing());
  }
}
