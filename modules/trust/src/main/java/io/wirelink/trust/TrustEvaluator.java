package io.wirelink.trust;

import io.wirelink.device.PublicKey;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** An opinion on how far peers are trusted. */
@FunctionalInterface
public interface TrustEvaluator {

  /** How far the source of a packet is trusted; empty for no opinion. */
  Optional<TrustLevel> levelOf(PublicKey source);

  /** Trusts each peer as far as the configuration says. */
  static TrustEvaluator configured(Map<PublicKey, TrustLevel> levels) {
    Map<PublicKey, TrustLevel> copy = Map.copyOf(levels);
    return source -> Optional.ofNullable(copy.get(source));
  }

  /** Trusts the peers of a kind to this level, and has no opinion on others. */
  static TrustEvaluator where(Predicate<PublicKey> kind, TrustLevel level) {
    return source -> kind.test(source) ? Optional.of(level) : Optional.empty();
  }
}
