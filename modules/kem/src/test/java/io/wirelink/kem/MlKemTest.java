package io.wirelink.kem;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.security.InvalidKeyException;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MlKemTest {

  private KeyEncapsulation kem;

  @BeforeEach
  void findIt() {
    Optional<KeyEncapsulation> found = MlKem.ofJdk();
    assumeTrue(found.isPresent(), "a JDK before 24 has no ML-KEM");
    kem = found.get();
  }

  @Test
  void whoHasTheKeyFindsOutTheSecret() throws Exception {
    DecapsulationKey key = kem.generate();
    assertEquals(KeyEncapsulation.KEY_LENGTH, key.encapsulationKey().length);
    Encapsulated sent = kem.encapsulate(key.encapsulationKey());
    assertEquals(KeyEncapsulation.CIPHERTEXT_LENGTH, sent.ciphertext().length);
    assertEquals(KeyEncapsulation.SECRET_LENGTH, sent.secret().length);
    assertArrayEquals(sent.secret(), kem.decapsulate(key, sent.ciphertext()));
  }

  @Test
  void whatWasAlteredOrIsForAnotherGivesAnotherSecret() throws Exception {
    DecapsulationKey key = kem.generate();
    Encapsulated sent = kem.encapsulate(key.encapsulationKey());
    byte[] altered = sent.ciphertext().clone();
    altered[500] ^= 1;
    assertFalse(Arrays.equals(sent.secret(), kem.decapsulate(key, altered)));
    assertFalse(Arrays.equals(sent.secret(), kem.decapsulate(kem.generate(), sent.ciphertext())));
  }

  @Test
  void whatIsNoKeyOrNoCiphertextIsRefused() throws Exception {
    DecapsulationKey key = kem.generate();
    byte[] beyondTheModulus = key.encapsulationKey().clone();
    Arrays.fill(beyondTheModulus, 0, 100, (byte) 0xff);
    assertThrows(InvalidKeyException.class, () -> kem.encapsulate(beyondTheModulus));
    assertThrows(InvalidKeyException.class, () -> kem.encapsulate(new byte[0]));
    byte[] cut = Arrays.copyOf(key.encapsulationKey(), KeyEncapsulation.KEY_LENGTH - 1);
    assertThrows(InvalidKeyException.class, () -> kem.encapsulate(cut));
    assertThrows(InvalidKeyException.class, () -> kem.decapsulate(key, new byte[12]));
    byte[] ciphertext = new byte[KeyEncapsulation.CIPHERTEXT_LENGTH];
    assertThrows(InvalidKeyException.class, () -> kem.decapsulate(() -> new byte[0], ciphertext));
  }

  @Test
  void aTaskDoesWhatItsPartAsksFor() throws Exception {
    KemTask.Answer begun = KemTask.BEGIN.run(kem);
    KemTask.Answer responded = KemTask.respond(begun.own().encapsulationKey()).run(kem);
    Encapsulated forLeader = responded.sent();
    KemTask.Answer finished =
        KemTask.finish(begun.own(), responded.own().encapsulationKey(), forLeader.ciphertext())
            .run(kem);
    assertArrayEquals(forLeader.secret(), finished.opened());
    KemTask.Answer concluded =
        KemTask.conclude(responded.own(), finished.sent().ciphertext()).run(kem);
    assertArrayEquals(finished.sent().secret(), concluded.opened());
    assertEquals("(secrets of an exchange)", concluded.toString());
  }
}
