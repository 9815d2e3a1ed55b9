package io.wirelink.kem;

/** The private half of a key for one exchange, which stays in memory and is never shown. */
public interface DecapsulationKey {

  /** The other half, for whoever is to make a secret: {@link KeyEncapsulation#KEY_LENGTH} bytes. */
  byte[] encapsulationKey();
}
