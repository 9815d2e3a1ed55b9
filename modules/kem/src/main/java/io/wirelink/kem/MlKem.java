package io.wirelink.kem;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.KEM;
import org.jspecify.annotations.Nullable;

/** ML-KEM-768 (FIPS 203) of the JDK, which has it since 24. */
public final class MlKem implements KeyEncapsulation {

  private static final String NAME = "ML-KEM-768";

  /**
   * What stands before the key in its X.509 form: SubjectPublicKeyInfo (RFC 5280, 4.1) with the
   * algorithm id-alg-ml-kem-768, 2.16.840.1.101.3.4.4.2, and the header of the bit string.
   */
  private static final byte[] PREFIX =
      HexFormat.of().parseHex("308204b2300b0609608648016503040402038204a100");

  private final KeyPairGenerator generator;
  private final KeyFactory factory;
  private final KEM kem;

  private record Own(byte[] encapsulationKey, PrivateKey secret) implements DecapsulationKey {
    @Override
    public String toString() {
      return "(decapsulation key)";
    }
  }

  private MlKem() throws NoSuchAlgorithmException {
    generator = KeyPairGenerator.getInstance(NAME);
    factory = KeyFactory.getInstance(NAME);
    kem = KEM.getInstance(NAME);
  }

  /** That of the JDK that runs this; empty if it has none. */
  public static Optional<KeyEncapsulation> ofJdk() {
    try {
      return Optional.of(new MlKem());
    } catch (NoSuchAlgorithmException e) {
      return Optional.empty();
    }
  }

  @Override
  public DecapsulationKey generate() {
    KeyPair pair;
    synchronized (generator) {
      pair = generator.generateKeyPair();
    }
    byte[] encoded = pair.getPublic().getEncoded();
    int length = encoded.length;
    if (length != PREFIX.length + KEY_LENGTH || Arrays.mismatch(PREFIX, encoded) != PREFIX.length) {
      throw new AssertionError("a key of " + NAME + " has another form: " + length + " bytes");
    }
    return new Own(Arrays.copyOfRange(encoded, PREFIX.length, length), pair.getPrivate());
  }

  @Override
  public Encapsulated encapsulate(byte[] encapsulationKey) throws InvalidKeyException {
    if (encapsulationKey.length != KEY_LENGTH) {
      throw new InvalidKeyException(encapsulationKey.length + " bytes are no key of " + NAME);
    }
    byte[] encoded = Arrays.copyOf(PREFIX, PREFIX.length + KEY_LENGTH);
    System.arraycopy(encapsulationKey, 0, encoded, PREFIX.length, KEY_LENGTH);
    try {
      KEM.Encapsulated sent =
          kem.newEncapsulator(factory.generatePublic(new X509EncodedKeySpec(encoded)))
              .encapsulate();
      return new Encapsulated(sent.encapsulation(), bytes(sent.key().getEncoded()));
    } catch (InvalidKeyException e) {
      throw e;
    } catch (GeneralSecurityException e) {
      throw new InvalidKeyException("no key of " + NAME, e);
    }
  }

  @Override
  public byte[] decapsulate(DecapsulationKey key, byte[] ciphertext) throws InvalidKeyException {
    if (!(key instanceof Own own)) {
      throw new InvalidKeyException("a key of another mechanism");
    }
    try {
      return bytes(kem.newDecapsulator(own.secret()).decapsulate(ciphertext).getEncoded());
    } catch (GeneralSecurityException e) {
      throw new InvalidKeyException("no ciphertext of " + NAME, e);
    }
  }

  private static byte[] bytes(byte @Nullable [] secret) {
    if (secret == null || secret.length != SECRET_LENGTH) {
      throw new AssertionError("a secret of " + NAME + " has another form");
    }
    return secret;
  }
}
