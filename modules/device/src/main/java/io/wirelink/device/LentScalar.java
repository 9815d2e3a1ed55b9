package io.wirelink.device;

import java.io.Serial;
import java.security.interfaces.XECPrivateKey;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.NamedParameterSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Lends a private key to the JDK for one computation, and clears what was lent when it is over. The
 * JDK's own kind of key gives copies away that nobody clears.
 */
final class LentScalar implements XECPrivateKey, AutoCloseable {

  @Serial private static final long serialVersionUID = 1L;

  private final transient byte[] scalar;
  private final transient List<byte[]> lent = new ArrayList<>(1);

  /** Lends copies of these bytes. */
  LentScalar(byte[] scalar) {
    this.scalar = scalar;
  }

  @Override
  public Optional<byte[]> getScalar() {
    byte[] copy = scalar.clone();
    lent.add(copy);
    return Optional.of(copy);
  }

  @Override
  public AlgorithmParameterSpec getParams() {
    return NamedParameterSpec.X25519;
  }

  @Override
  public String getAlgorithm() {
    return NamedParameterSpec.X25519.getName();
  }

  /** None: it is lent as a number alone. */
  @Override
  @SuppressWarnings("NullAway") // Key says so: null if a key has no encoding.
  public String getFormat() {
    return null;
  }

  @Override
  @SuppressWarnings("NullAway") // As above.
  public byte[] getEncoded() {
    return null;
  }

  @Override
  public void close() {
    lent.forEach(copy -> Arrays.fill(copy, (byte) 0));
  }
}
