package io.wirelink.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wirelink.agent.Action;
import io.wirelink.agent.Event;
import io.wirelink.device.PublicKey;
import io.wirelink.kem.DecapsulationKey;
import io.wirelink.kem.Encapsulated;
import io.wirelink.kem.KemTask;
import io.wirelink.kem.KeyEncapsulation;
import java.security.InvalidKeyException;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class EncapsulationTest {

  private static final PublicKey PEER = new PublicKey(1, 2, 3, 4);

  private final BlockingQueue<Event.Encapsulated> answers = new LinkedBlockingQueue<>();

  /** One that waits until it may go on. */
  private record Slow(CountDownLatch mayGoOn) implements KeyEncapsulation {
    @Override
    public DecapsulationKey generate() {
      try {
        mayGoOn.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return () -> new byte[KEY_LENGTH];
    }

    @Override
    public Encapsulated encapsulate(byte[] key) throws InvalidKeyException {
      throw new InvalidKeyException("no key");
    }

    @Override
    public byte[] decapsulate(DecapsulationKey key, byte[] ciphertext) {
      return new byte[SECRET_LENGTH];
    }
  }

  private Event.Encapsulated answer() throws InterruptedException {
    Event.Encapsulated answer = answers.poll(1, TimeUnit.MINUTES);
    assertEquals(PEER, answer.peer());
    return answer;
  }

  @Test
  void whatCannotBeComputedIsAnsweredAllTheSame() throws Exception {
    try (var encapsulation =
        new Encapsulation(Optional.of(new Slow(new CountDownLatch(0))), answers::add)) {
      assertTrue(encapsulation.isPossible());
      encapsulation.compute(new Action.Encapsulate(PEER, 1, KemTask.BEGIN));
      assertTrue(answer().answer().isPresent());
      encapsulation.compute(new Action.Encapsulate(PEER, 2, KemTask.respond(new byte[1])));
      Event.Encapsulated refused = answer();
      assertEquals(2, refused.id());
      assertEquals(Optional.empty(), refused.answer());
    }
  }

  @Test
  void whatThereIsNoRoomForIsAnsweredAtOnce() throws Exception {
    CountDownLatch mayGoOn = new CountDownLatch(1);
    try (var encapsulation = new Encapsulation(Optional.of(new Slow(mayGoOn)), answers::add)) {
      for (int i = 0; i < Encapsulation.MAX_WAITING + 2; i++) {
        encapsulation.compute(new Action.Encapsulate(PEER, i, KemTask.BEGIN));
      }
      assertEquals(Encapsulation.MAX_WAITING + 1, answer().id());
      mayGoOn.countDown();
      for (int i = 0; i <= Encapsulation.MAX_WAITING; i++) {
        Event.Encapsulated answer = answer();
        assertEquals(i, answer.id());
        assertTrue(answer.answer().isPresent());
      }
    }
  }

  @Test
  void aHostWithoutItSaysSo() throws Exception {
    try (var encapsulation = new Encapsulation(Optional.empty(), answers::add)) {
      assertFalse(encapsulation.isPossible());
      encapsulation.compute(new Action.Encapsulate(PEER, 1, KemTask.BEGIN));
      assertEquals(Optional.empty(), answer().answer());
    }
  }
}
